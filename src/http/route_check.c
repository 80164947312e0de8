#include "route_facts.h"

#include "field_check.h"

#include <string.h>

/* Every difference found in a table, a line each; `about` begins the lines. */
struct findings {
        const struct route_group *groups;
        const struct field *paths;
        struct arena *arena;
        struct text lines;
        const char *about;
};

static void demand(struct findings *f, bool truth, const char *what)
{
        if (!truth)
                text_addf(&f->lines, "%s: %s\n", f->about, what);
}

static void demand_about(struct findings *f, bool truth, const char *what, const char *which)
{
        if (!truth)
                text_addf(&f->lines, "%s: %s: %s\n", f->about, what, which);
}

/* --- fields --- */

static void check_fields(struct findings *f, const struct field *fields, bool reply)
{
        for (const struct field *fd = fields; fd && fd->name; fd++) {
                demand_about(f, fd->zh && *fd->zh && fd->en && *fd->en, "needs zh and en", fd->name);
                demand_about(f, fd->type != F_OBJECT || fd->fields, "an object needs fields", fd->name);
                demand_about(f, fd->type != F_ANY || reply, "no client may give anything at will", fd->name);
                demand_about(f, !fd->max || fd->min <= fd->max, "min is above max", fd->name);
                for (const struct field *other = fields; other < fd; other++)
                        demand_about(f, strcmp(other->name, fd->name) != 0, "named twice", fd->name);
                if (fd->type == F_OBJECT)
                        check_fields(f, fd->fields, reply);
        }
}

static bool has_field(const struct field *fields, const char *name)
{
        while (fields && fields->name && strcmp(fields->name, name) != 0)
                fields++;
        return fields && fields->name;
}

/* Path, query and body end up in one list of arguments. */
static void check_clashes(struct findings *f, const struct route *r)
{
        const struct field *paging = r->flags & ROUTE_LIST ? list_query : NULL;

        for (const struct field *fd = r->query; fd && fd->name; fd++)
                demand_about(f, !has_field(r->body, fd->name) && !has_field(paging, fd->name), "named twice",
                             fd->name);
        for (const char *open = strchr(r->path, '{'); open; open = strchr(open + 1, '{')) {
                const char *name = arena_text_n(f->arena, open + 1, strcspn(open + 1, "}"));

                demand_about(f, !has_field(r->body, name) && !has_field(r->query, name), "named twice", name);
        }
}

static void check_inputs(struct findings *f, const struct route *r)
{
        check_fields(f, r->query, false);
        check_fields(f, r->body, false);
        check_fields(f, r->reply ? r->reply->fields : NULL, true);
        for (const struct field *fd = r->query; fd && fd->name; fd++)
                demand_about(f, fd->type != F_OBJECT && !(fd->flags & FIELD_NULL), "cannot stand in a query",
                             fd->name);
        check_clashes(f, r);
}

/* --- the row itself --- */

static void check_texts(struct findings *f, const struct route *r)
{
        demand(f, r->id && *r->id, "needs an id");
        demand(f, r->tag && *r->tag, "needs a tag");
        demand(f, r->zh && *r->zh && r->en && *r->en, "needs a summary in zh and en");
}

static void check_path(struct findings *f, const struct route *r)
{
        int n = 0;

        demand(f, *r->path == '/', "the path must begin with /");
        for (const char *open = strchr(r->path, '{'); open; open = strchr(open + 1, '{'), n++) {
                const char *close = strchr(open, '}');
                size_t len = close ? (size_t)(close - open) - 1 : 0;

                demand(f, open[-1] == '/' && close && (close[1] == '/' || !close[1]),
                       "an argument is a whole segment");
                demand_about(f, close && route_path_field(f->paths, open + 1, len), "no row of path_fields",
                             arena_text_n(f->arena, open + 1, len));
        }
        demand(f, n <= ROUTE_ARGS_MAX, "too many path arguments");
}

static bool takes_argument(struct findings *f, const struct route *r, const char *name)
{
        return strstr(r->path, arena_printf(f->arena, "{%s}", name)) || has_field(r->query, name) ||
               has_field(r->body, name);
}

static void check_flags(struct findings *f, const struct route *r)
{
        bool get = strcmp(r->method, "GET") == 0;

        demand(f, !(r->flags & ROUTE_PLAIN) == !r->answer, "ROUTE_PLAIN and answer go together");
        demand(f, r->answer || r->handle || r->sql || r->sql_write, "nothing answers");
        demand(f, !r->handle || !(r->sql || r->sql_lock || r->sql_facts || r->sql_write || r->judge),
               "a handler answers alone");
        demand(f, !r->permission || route_needs_session(r), "a permission needs a session");
        demand(f, !get || (!r->body && !(r->flags & (ROUTE_CREATES | ROUTE_IF_MATCH))),
               "a GET changes nothing");
        demand(f, !(r->flags & ROUTE_LIST) || (get && r->reply), "a list is a GET with a reply schema");
        demand(f, !(r->flags & ROUTE_CREATES) || strcmp(r->method, "POST") == 0, "only a POST creates");
        demand(f, !(r->flags & ROUTE_LATER) || r->flags & ROUTE_CREATES, "ROUTE_LATER needs ROUTE_CREATES");
        demand(f, !(r->flags & ROUTE_NO_KEY) || r->flags & ROUTE_CREATES, "ROUTE_NO_KEY needs ROUTE_CREATES");
        demand(f, !r->subject || takes_argument(f, r, r->subject), "nothing it takes is called like its subject");
}

static void check_pair(struct findings *f, const struct route *r, const struct route *earlier)
{
        demand(f, !earlier->id || !r->id || strcmp(earlier->id, r->id) != 0, "the id is taken");
        demand(f, strcmp(earlier->path, r->path) != 0 || strcmp(earlier->method, r->method) != 0,
               "method and path are taken");
        demand(f,
               !r->reply || !earlier->reply || r->reply->fields == earlier->reply->fields ||
                   strcmp(r->reply->name, earlier->reply->name) != 0,
               "the name of its schema is taken");
}

static void check_alone(struct findings *f, const struct route *r)
{
        for (const struct route_group *g = f->groups; g->rows; g++)
                for (const struct route *earlier = g->rows; earlier->method; earlier++) {
                        if (earlier == r)
                                return;
                        check_pair(f, r, earlier);
                }
}

/* --- examples --- */

static void add_faults(struct findings *f, const struct fault *fault, const char *what)
{
        demand_about(f, fault->fields, what, fault->en ? fault->en : "");
        for (const struct field_fault *ff = fault->fields; ff; ff = ff->next)
                demand_about(f, false, what, arena_printf(f->arena, "%s %s", ff->where, ff->en));
}

static void check_example_target(struct findings *f, const struct route *r)
{
        const char *target = route_example_target(r);
        size_t path_len = strcspn(target, "?");
        struct fault fault = {.arena = f->arena};
        struct args args = {.arena = f->arena};
        struct route_match m;

        route_find_in(f->groups, r->method, target, path_len, f->arena, &m);
        demand_about(f, m.route == r, "the example does not find this row", target);
        if (m.route != r)
                return;
        for (int i = 0; i < m.n_args; i++) {
                const struct field *fd = route_path_field(f->paths, m.args[i].name, m.args[i].name_len);
                const char *value = percent_decode(f->arena, m.args[i].value, m.args[i].value_len, false);

                if (fd && field_read_text(fd, fd->name, value ? value : "", ERR_BAD_REQUEST, &args, &fault))
                        add_faults(f, &fault, "example_path");
        }
        if (!(r->flags & ROUTE_PLAIN) &&
            route_read_query(r, target[path_len] ? target + path_len + 1 : NULL, &args, &fault))
                add_faults(f, &fault, "example_path");
}

static void check_example_body(struct findings *f, const struct route *r)
{
        struct fault fault = {.arena = f->arena};
        struct args args = {.arena = f->arena};
        json_auto_t *body = NULL;
        err_t e;

        demand(f, !r->body == !r->example_body, "body and example_body go together");
        if (!r->body || !r->example_body)
                return;
        e = body_parse(r->example_body, strlen(r->example_body), &body, &fault);
        if (!e)
                e = fields_read_body(r->body, body, &args, &fault);
        if (e)
                add_faults(f, &fault, "example_body");
}

static void check_examples(struct findings *f, const struct route *r)
{
        demand(f, r->example_login || !route_needs_session(r), "needs example_login");
        demand(f, !(r->flags & ROUTE_IF_MATCH) == !r->example_if_match,
               "ROUTE_IF_MATCH and example_if_match go together");
        check_example_target(f, r);
        check_example_body(f, r);
}

static void (*const checks[])(struct findings *f, const struct route *r) = {
    check_texts, check_path, check_flags, check_alone, check_inputs, check_examples,
};

const char *routes_differ(const struct route_group *groups, const struct field *paths, struct arena *a)
{
        struct findings f = {
            .groups = groups, .paths = paths, .arena = a, .lines = {.arena = a}, .about = "path_fields"};

        check_fields(&f, paths, false);
        for (const struct route_group *g = groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        f.about = arena_printf(a, "%s %s", r->method, r->path);
                        for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
                                checks[i](&f, r);
                }
        return f.lines.len ? text_str(&f.lines) : NULL;
}

/* --- replies --- */

const char *route_reply_differs(const struct route *r, const json_t *reply, struct arena *a)
{
        const struct field list[] = {
            {"items", F_OBJECT, FIELD_REQUIRED | FIELD_LIST, .list_max = LIST_LIMIT_MAX,
             .fields = r->reply ? r->reply->fields : NULL},
            {"next", F_TEXT, FIELD_REQUIRED | FIELD_NULL, .min = 1, .max = CURSOR_MAX},
            {0},
        };

        if (!r->reply)
                return reply ? "/: there is a body but no schema" : NULL;
        return fields_differ(r->flags & ROUTE_LIST ? list : r->reply->fields, reply, a);
}
