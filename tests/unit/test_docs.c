/* The API page shows the table, lets nothing of it become markup, and asks nothing of the browser but a style
 * sheet. */
#include "sample_routes.h"
#include "unit.h"

#include <string.h>

static struct arena memory;

static const char *page(bool english)
{
        return docs_make(sample_groups, sample_paths, &memory, english);
}

static void expect(bool english, const char *piece)
{
        ck_assert_msg(strstr(page(english), piece), "%s is not there", piece);
}

START_TEST(every_operation_has_its_place_and_is_linked)
{
        for (const struct route_group *g = sample_groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++) {
                        expect(false, arena_printf(&memory, "<article id=\"%s\">", r->id));
                        expect(false, arena_printf(&memory, "<a href=\"#%s\">", r->id));
                        expect(true, arena_printf(&memory, "<code>%s</code>", r->path));
                }
}
END_TEST

START_TEST(each_language_leads_to_the_other)
{
        expect(false, "<html lang=\"zh-CN\">");
        expect(false, "href=\"?lang=en\"");
        expect(false, "更正案件");
        expect(true, "<html lang=\"en\">");
        expect(true, "href=\"?lang=zh\"");
        expect(true, "Change a case");
        ck_assert_ptr_null(strstr(page(true), "必填"));
        ck_assert_ptr_null(strstr(page(false), ">required<"));
}
END_TEST

START_TEST(nothing_in_the_table_becomes_markup)
{
        expect(true, "Export &lt;all&gt; cases");
        expect(true, "Facts &amp; &lt;events&gt;");
        ck_assert_ptr_null(strstr(page(true), "<all>"));
        ck_assert_ptr_null(strstr(page(false), "<经过>"));
}
END_TEST

START_TEST(a_strict_policy_is_enough)
{
        static const char *const never[] = {
            "<script", "<style", " style=", "javascript:", "<img", "http-equiv", " onclick", "<form"};

        for (size_t i = 0; i < sizeof never / sizeof *never; i++)
                ck_assert_ptr_null(strstr(page(false), never[i]));
        expect(false, "<link rel=\"stylesheet\" href=\"" DOCS_STYLE_PATH "\">");
        ck_assert_ptr_null(strstr(docs_style(), "url("));
        ck_assert_ptr_null(strstr(docs_style(), "@import"));
}
END_TEST

START_TEST(what_is_opened_is_closed)
{
        static const char *const tags[] = {"section", "article", "table", "tbody", "thead",   "tr",
                                           "td",      "th",      "code",  "pre",   "p",       "ul",
                                           "li",      "a",       "span",  "div",   "details", "summary",
                                           "h2",      "h3",      "h4",    "nav",   "main"};

        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++) {
                const char *bare = arena_printf(&memory, "<%s>", tags[i]),
                           *with = arena_printf(&memory, "<%s ", tags[i]);
                const char *close = arena_printf(&memory, "</%s>", tags[i]);
                int open = 0;

                for (const char *s = page(true); (s = strchr(s, '<')); s++) {
                        open += strncmp(s, bare, strlen(bare)) == 0 || strncmp(s, with, strlen(with)) == 0;
                        open -= strncmp(s, close, strlen(close)) == 0;
                        ck_assert_int_ge(open, 0);
                }
                ck_assert_msg(open == 0, "<%s> stays open", tags[i]);
        }
}
END_TEST

START_TEST(examples_are_commands_for_a_shell)
{
        expect(true, "curl -sS "
                     "&quot;$ANJUAN/api/v1/"
                     "cases?state=person,organisation&amp;q=%E4%BA%BA%E9%98%B2&amp;limit=20&quot;");
        expect(true, "curl -sS -X PATCH &quot;$ANJUAN/api/v1/cases/" SAMPLE_ID "&quot; \\\n"
                     "  -H &quot;Authorization: Bearer $TOKEN&quot; \\\n"
                     "  -H &#39;If-Match: &quot;1&quot;&#39; \\\n"
                     "  -H &#39;Content-Type: application/json&#39; \\\n  -d &#39;{");
        expect(true, "&quot;password&quot;:&quot;&#39;&quot;$ANJUAN_DEMO_PASSWORD&quot;&#39;&quot;}&#39;");
        expect(true, "老王&#39;\\&#39;&#39;s 人防门");
        expect(true, "curl -sS &quot;$ANJUAN/livez&quot;</code>");
}
END_TEST

START_TEST(fields_are_shown_with_what_they_may_hold)
{
        expect(false, "<code>title</code> <span class=\"must\">必填</span></td><td>文本，1–120 "
                      "字</td><td>案件名称</td>");
        expect(false, "<code><span class=\"above\">parties[].</span>kind</code>");
        expect(false, "数组，至多 10 项：对象");
        expect(true, "text: <code>organisation</code> | <code>person</code>; or null");
        expect(true, "whole number 0–5000000");
        expect(true, "<code>cursor</code>");
        expect(true, "<code>Idempotency-Key</code> optional");
        expect(true, "<tr id=\"status-412\"><td>412</td><td><code>precondition-failed</code>");
        expect(true, "<a href=\"#status-428\">428</a>");
}
END_TEST

UNIT_MAIN("docs", every_operation_has_its_place_and_is_linked, each_language_leads_to_the_other,
          nothing_in_the_table_becomes_markup, a_strict_policy_is_enough, what_is_opened_is_closed,
          examples_are_commands_for_a_shell, fields_are_shown_with_what_they_may_hold)
