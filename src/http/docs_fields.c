#include "docs_parts.h"

#include "field_check.h"

#include <limits.h>
#include <string.h>

void page_tag(struct page *p, const char *html)
{
        text_add(&p->out, html);
}

void page_text(struct page *p, const char *text)
{
        static const struct {
                char c;
                const char *html;
        } escapes[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};

        for (; *text; text++) {
                size_t i = 0;

                while (i < sizeof escapes / sizeof *escapes && escapes[i].c != *text)
                        i++;
                if (i < sizeof escapes / sizeof *escapes)
                        text_add(&p->out, escapes[i].html);
                else
                        text_add_n(&p->out, text, 1);
        }
}

void page_words(struct page *p, const char *zh, const char *en)
{
        page_text(p, p->english ? en : zh);
}

void page_code(struct page *p, const char *text)
{
        page_tag(p, "<code>");
        page_text(p, text);
        page_tag(p, "</code>");
}

/* --- what a field may hold --- */

static void add_choices(struct page *p, const struct field *fd)
{
        for (const char *const *choice = fd->choices; *choice; choice++) {
                if (choice == fd->choices)
                        page_words(p, "：", ": ");
                else
                        page_tag(p, " | ");
                page_code(p, *choice);
        }
}

/* " 1–120 字" */
static void add_length(struct page *p, const struct field *fd, bool input)
{
        long long max = input || fd->max ? field_text_max(fd) : 0;

        if (!max)
                return;
        text_addf(&p->out, p->english ? ", %lld–%lld " : "，%lld–%lld ", fd->min, max);
        page_words(p, "字", "characters");
}

static void add_range(struct page *p, const struct field *fd)
{
        if (fd->min == 0 && fd->max == 0)
                return;
        if (fd->max == LLONG_MAX)
                text_addf(&p->out, " ≥ %lld", fd->min);
        else
                text_addf(&p->out, " %lld–%lld", fd->min, fd->max);
}

static void add_kind(struct page *p, const struct field *fd, bool input)
{
        static const struct {
                const char *zh, *en;
        } kinds[] = {
            [F_TEXT] = {"文本", "text"},
            [F_INT] = {"整数", "whole number"},
            [F_BOOL] = {"true 或 false", "true or false"},
            [F_DATE] = {"日期", "date"},
            [F_TIME] = {"时间", "time"},
            [F_UUID] = {"UUID", "UUID"},
            [F_OBJECT] = {"对象", "object"},
            [F_ANY] = {"任意 JSON", "any JSON"},
        };

        page_words(p, kinds[fd->type].zh, kinds[fd->type].en);
        if (fd->choices)
                add_choices(p, fd);
        else if (fd->type == F_TEXT)
                add_length(p, fd, input);
        else if (fd->type == F_INT)
                add_range(p, fd);
}

static void add_list(struct page *p, const struct field *fd, bool input)
{
        int max = fd->list_max ? fd->list_max : input ? FIELD_LIST_MAX : 0;

        page_words(p, "数组", "list");
        if (max && p->english)
                text_addf(&p->out, " of at most %d", max);
        else if (max)
                text_addf(&p->out, "，至多 %d 项", max);
        page_words(p, "：", ": ");
}

static void add_type(struct page *p, const struct field *fd, bool input)
{
        if (fd->flags & FIELD_LIST)
                add_list(p, fd, input);
        add_kind(p, fd, input);
        if (fd->flags & FIELD_NULL)
                page_words(p, "；可为 null", "; or null");
}

/* --- tables --- */

static void start_table(struct page *p)
{
        page_tag(p, "<div class=\"wide\"><table><thead><tr><th scope=\"col\">");
        page_words(p, "名称", "Name");
        page_tag(p, "</th><th scope=\"col\">");
        page_words(p, "取值", "Value");
        page_tag(p, "</th><th scope=\"col\">");
        page_words(p, "含义", "Meaning");
        page_tag(p, "</th></tr></thead><tbody>\n");
}

static void end_table(struct page *p)
{
        page_tag(p, "</tbody></table></div>\n");
}

static void add_row(struct page *p, const char *above, const struct field *fd, bool input, bool required)
{
        page_tag(p, "<tr><td><code>");
        if (*above) {
                page_tag(p, "<span class=\"above\">");
                page_text(p, above);
                page_tag(p, "</span>");
        }
        page_text(p, fd->name);
        page_tag(p, "</code>");
        if (required) {
                page_tag(p, " <span class=\"must\">");
                page_words(p, "必填", "required");
                page_tag(p, "</span>");
        }
        page_tag(p, "</td><td>");
        add_type(p, fd, input);
        page_tag(p, "</td><td>");
        page_words(p, fd->zh ? fd->zh : "", fd->en ? fd->en : "");
        page_tag(p, "</td></tr>\n");
}

static void add_rows(struct page *p, const char *above, const struct field *fields, bool input)
{
        for (const struct field *fd = fields; fd && fd->name; fd++) {
                add_row(p, above, fd, input, input && fd->flags & FIELD_REQUIRED);
                if (fd->type == F_OBJECT)
                        add_rows(p,
                                 arena_printf(p->out.arena, "%s%s%s.", above, fd->name,
                                              fd->flags & FIELD_LIST ? "[]" : ""),
                                 fd->fields, input);
        }
}

void page_fields(struct page *p, const struct field *fields, bool input)
{
        start_table(p);
        add_rows(p, "", fields, input);
        end_table(p);
}

void page_query_fields(struct page *p, const struct route *r)
{
        start_table(p);
        add_rows(p, "", r->query, true);
        add_rows(p, "", r->flags & ROUTE_LIST ? list_query : NULL, true);
        end_table(p);
}

void page_path_fields(struct page *p, const struct route *r)
{
        start_table(p);
        for (const char *open = strchr(r->path, '{'); open; open = strchr(open + 1, '{')) {
                const struct field *fd = route_path_field(p->paths, open + 1, strcspn(open + 1, "}"));

                if (fd)
                        add_row(p, "", fd, true, true);
        }
        end_table(p);
}

/* --- commands --- */

/* Within double quotes of a shell: the target may hold what a shell would expand. */
static const char *shell_double(struct arena *a, const char *s)
{
        struct text t = {.arena = a};

        for (; *s; s++) {
                if (strchr("$`\"\\", *s))
                        text_add(&t, "\\");
                text_add_n(&t, s, 1);
        }
        return text_str(&t);
}

/* Within single quotes, but for the password of the demonstration world, which the shell fills in. */
static const char *shell_single(struct arena *a, const char *s)
{
        static const char password[] = "$ANJUAN_DEMO_PASSWORD";
        struct text t = {.arena = a};

        text_add(&t, "'");
        while (*s) {
                bool fill_in = strncmp(s, password, strlen(password)) == 0;
                size_t n = fill_in ? strlen(password) : 1;

                if (fill_in)
                        text_addf(&t, "'\"%s\"'", password);
                else if (*s == '\'')
                        text_add(&t, "'\\''");
                else
                        text_add_n(&t, s, 1);
                s += n;
        }
        text_add(&t, "'");
        return text_str(&t);
}

static bool method_is_implied(const struct route *r)
{
        return strcmp(r->method, r->body ? "POST" : "GET") == 0;
}

void page_command(struct page *p, const struct route *r)
{
        struct text t = {.arena = p->out.arena};

        text_add(&t, "curl -sS");
        if (!method_is_implied(r))
                text_addf(&t, " -X %s", r->method);
        text_addf(&t, " \"$ANJUAN%s\"", shell_double(t.arena, route_example_target(r)));
        if (route_needs_session(r))
                text_add(&t, " \\\n  -H \"Authorization: Bearer $TOKEN\"");
        if (r->example_if_match)
                text_addf(&t, " \\\n  -H %s",
                          shell_single(t.arena, arena_printf(t.arena, "If-Match: %s", r->example_if_match)));
        if (r->body)
                text_addf(&t, " \\\n  -H 'Content-Type: application/json' \\\n  -d %s",
                          shell_single(t.arena, r->example_body ? r->example_body : "{}"));
        page_tag(p, "<pre><code>");
        page_text(p, text_str(&t));
        page_tag(p, "</code></pre>\n");
}
