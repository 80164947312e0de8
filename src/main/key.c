#include "base/sign.h"
#include "main/command.h"

#include <stdio.h>
#include <string.h>

int key_command(const struct settings *s, int argc, char **argv)
{
        struct sign_public key;

        (void)s;
        if (argc != 2 || strcmp(argv[0], "new")) {
                fputs("用法 / usage: anjuan key new FILE\n", stderr);
                return 2;
        }
        if (!sign_key_make(argv[1], &key)) {
                perror(argv[1]);
                return 1;
        }
        printf("%s\n", key.text);
        fprintf(stderr, "公钥如上，请公布；私钥仅供 ANJUAN_SIGNING_KEY / publish the public key above; the private one is for ANJUAN_SIGNING_KEY alone\n");
        return 0;
}
