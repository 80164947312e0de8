#include "inside.h"

#include <netdb.h>
#include <string.h>
#include <sys/socket.h>

/* Whether the item of len bytes stands in a list of addresses parted by commas and spaces. */
static bool is_listed(const char *list, const char *item, size_t len)
{
        static const char parting[] = ", \t";
        size_t n;

        for (list += strspn(list, parting); *list; list += n, list += strspn(list, parting)) {
                n = strcspn(list, parting);
                if (n == len && !memcmp(list, item, len))
                        return true;
        }
        return false;
}

/* As the system writes it, so that one address is one source whichever way a proxy writes it; NULL: no address. */
static const char *plain_address(const char *text, struct arena *a)
{
        static const struct addrinfo numeric = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
        struct addrinfo *found = NULL;
        char plain[PEER_SIZE];
        int failed;

        if (getaddrinfo(text, NULL, &numeric, &found))
                return NULL;
        failed = getnameinfo(found->ai_addr, found->ai_addrlen, plain, sizeof plain, NULL, 0, NI_NUMERICHOST);
        freeaddrinfo(found);
        return failed ? NULL : arena_text(a, plain);
}

const char *client_address(const char *peer, const char *forwarded, const char *proxies, struct arena *a)
{
        const char *client = peer, *end = forwarded ? forwarded + strlen(forwarded) : NULL;

        while (end && is_listed(proxies, client, strlen(client))) {
                const char *comma = memrchr(forwarded, ',', (size_t)(end - forwarded));
                const char *from = comma ? comma + 1 : forwarded;
                const char *next;

                from += strspn(from, " \t");
                next = end > from ? plain_address(arena_printf(a, "%.*s", (int)strcspn(from, ", \t"), from), a) : NULL;
                if (!next)
                        break;
                client = next;
                end = comma;
        }
        return client;
}
