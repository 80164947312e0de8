#include "route_facts.h"

#include "field_check.h"

#include <string.h>

const struct field list_query[] = {
    {.name = "limit",
     .type = F_INT,
     .min = 1,
     .max = LIST_LIMIT_MAX,
     .zh = "每页条数，默认 50",
     .en = "Items on a page, 50 unless told"},
    {.name = "cursor",
     .type = F_TEXT,
     .min = 1,
     .max = CURSOR_MAX,
     .zh = "上一页返回的 next",
     .en = "The next of the page before"},
    {0},
};
_Static_assert(LIST_LIMIT_DEFAULT == 50, "the texts above name it");

/* --- finding --- */

static void note_arg(struct route_match *m, const char *name, size_t name_len, const char *value,
                     size_t value_len)
{
        if (m->n_args == ROUTE_ARGS_MAX)
                return;
        m->args[m->n_args].name = name;
        m->args[m->n_args].name_len = name_len;
        m->args[m->n_args].value = value;
        m->args[m->n_args++].value_len = value_len;
}

/* One pass over both, no memory taken: this runs on the event thread for every request. */
bool route_matches(const struct route *r, const char *path, size_t path_len, struct route_match *out)
{
        const char *row = r->path, *end = path + path_len;

        while (*row) {
                const char *start = path, *name = row + 1;

                if (*row != '{') {
                        if (path == end || *path++ != *row++)
                                return false;
                        continue;
                }
                while (path < end && *path != '/')
                        path++;
                if (path == start)
                        return false;
                while (*row && *row != '}')
                        row++;
                if (out)
                        note_arg(out, name, (size_t)(row - name), start, (size_t)(path - start));
                row += *row ? 1 : 0;
        }
        return path == end;
}

static const char *behind_segment(const char *s)
{
        while (*s && *s != '/')
                s++;
        return *s ? s + 1 : s;
}

/* Below 0: of two rows that match one path, a says more of it literally; 0: both the same. */
static int compare_shapes(const char *a, const char *b)
{
        while (*a && *b) {
                if ((*a == '{') != (*b == '{'))
                        return *a == '{' ? 1 : -1;
                a = behind_segment(a);
                b = behind_segment(b);
        }
        return 0;
}

static bool offers(const struct route *r, const char *method)
{
        return strcmp(r->method, method) == 0 ||
               (strcmp(r->method, "GET") == 0 && strcmp(method, "HEAD") == 0);
}

static const char *methods_of(const struct route_group *groups, const struct route *like, const char *path,
                              size_t path_len, struct arena *a)
{
        struct text t = {.arena = a};

        for (; groups->rows; groups++)
                for (const struct route *r = groups->rows; r->method; r++) {
                        if (!route_matches(r, path, path_len, NULL) ||
                            compare_shapes(r->path, like->path) != 0)
                                continue;
                        text_addf(&t, "%s%s", t.len ? ", " : "", r->method);
                        text_add(&t, strcmp(r->method, "GET") == 0 ? ", HEAD" : "");
                }
        return text_str(&t);
}

void route_find_in(const struct route_group *groups, const char *method, const char *path, size_t path_len,
                   struct arena *a, struct route_match *out)
{
        const struct route *nearest = NULL;

        *out = (struct route_match){0};
        for (const struct route_group *g = groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        int order;

                        if (!route_matches(r, path, path_len, NULL))
                                continue;
                        order = nearest ? compare_shapes(r->path, nearest->path) : -1;
                        if (order < 0) {
                                nearest = r;
                                out->route = NULL;
                        }
                        if (order <= 0 && offers(r, method))
                                out->route = r;
                }
        if (out->route)
                route_matches(out->route, path, path_len, out);
        else if (nearest)
                out->allow = methods_of(groups, nearest, path, path_len, a);
}

err_t route_read_query(const struct route *r, const char *query, struct args *out, struct fault *f)
{
        return query_read(r->query, r->flags & ROUTE_LIST ? list_query : NULL, query, out, f);
}

/* --- what follows from a row --- */

bool route_needs_session(const struct route *r)
{
        return !(r->flags & (ROUTE_PLAIN | ROUTE_NO_SESSION));
}

bool route_takes_key(const struct route *r)
{
        return (r->flags & (ROUTE_CREATES | ROUTE_NO_KEY)) == ROUTE_CREATES;
}

static bool is_read(const struct route *r)
{
        return strcmp(r->method, "GET") == 0;
}

bool route_has_etag(const struct route *r)
{
        return r->reply && route_needs_session(r) && !(r->flags & ROUTE_LIST) &&
               (is_read(r) || r->flags & (ROUTE_IF_MATCH | ROUTE_CREATES));
}

int route_status(const struct route *r)
{
        if (r->flags & ROUTE_CREATES)
                return r->flags & ROUTE_LATER ? 202 : 201;
        return r->reply || r->content_type ? 200 : 204;
}

static bool always(const struct route *r)
{
        return r;
}

/* Signing in answers 401 too. */
static bool may_be_unknown(const struct route *r)
{
        return route_needs_session(r) || r->flags & ROUTE_HASH;
}

static bool names_something(const struct route *r)
{
        return strchr(r->path, '{');
}

static bool passes_the_gates(const struct route *r)
{
        return !(r->flags & ROUTE_PLAIN);
}

static bool changes(const struct route *r)
{
        return passes_the_gates(r) && !is_read(r);
}

static bool needs_if_match(const struct route *r)
{
        return r->flags & ROUTE_IF_MATCH;
}

static bool has_body(const struct route *r)
{
        return r->body;
}

static bool may_be_invalid(const struct route *r)
{
        return r->body || route_takes_key(r);
}

static bool is_throttled(const struct route *r)
{
        return r->flags & ROUTE_HASH;
}

int route_errors(const struct route *r, int out[ROUTE_ERRORS_MAX])
{
        static const struct {
                int status;
                bool (*occurs)(const struct route *r);
        } errors[] = {
            {400, always},           {401, may_be_unknown},   {403, route_needs_session},
            {404, names_something},  {406, passes_the_gates}, {409, changes},
            {412, needs_if_match},   {413, has_body},         {415, has_body},
            {422, may_be_invalid},   {428, needs_if_match},   {429, is_throttled},
            {503, passes_the_gates},
        };
        int n = 0;

        _Static_assert(sizeof errors / sizeof *errors <= ROUTE_ERRORS_MAX, "all of them fit");
        for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
                if (errors[i].occurs(r))
                        out[n++] = errors[i].status;
        return n;
}

/* --- examples --- */

const struct field *route_path_field(const struct field *paths, const char *name, size_t name_len)
{
        while (paths->name && (strncmp(paths->name, name, name_len) != 0 || paths->name[name_len]))
                paths++;
        return paths->name ? paths : NULL;
}

const char *route_example_target(const struct route *r)
{
        return r->example_path ? r->example_path : r->path;
}

static void path_args(const struct route *r, const struct field *paths, const char *path, size_t path_len,
                      struct args *out)
{
        struct fault ignored = {.arena = out->arena};
        struct route_match m = {0};

        if (!route_matches(r, path, path_len, &m))
                return;
        for (int i = 0; i < m.n_args; i++) {
                const struct field *fd = route_path_field(paths, m.args[i].name, m.args[i].name_len);
                const char *value = percent_decode(out->arena, m.args[i].value, m.args[i].value_len, false);

                if (fd && value && field_read_text(fd, fd->name, value, ERR_BAD_REQUEST, out, &ignored))
                        continue;
        }
}

void route_example_args(const struct route *r, const struct field *paths, struct args *out)
{
        struct fault ignored = {.arena = out->arena};
        const char *target = r->example_path;
        size_t path_len = target ? strcspn(target, "?") : 0;

        if (!target)
                return;
        path_args(r, paths, target, path_len, out);
        if (target[path_len] && route_read_query(r, target + path_len + 1, out, &ignored))
                return;
}
