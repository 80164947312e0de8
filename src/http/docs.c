#include "docs_parts.h"

#include <string.h>

/* --- the head of the page --- */

static void add_head(struct page *p)
{
        page_tag(p, "<!DOCTYPE html>\n<html lang=\"");
        page_words(p, "zh-CN", "en");
        page_tag(p, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        page_words(p, "案卷 Anjuan 接口文档", "Anjuan API");
        page_tag(p, "</title>\n<link rel=\"stylesheet\" href=\"" DOCS_STYLE_PATH "\">\n</head>\n<body>\n");
}

static void add_banner(struct page *p)
{
        page_tag(p, "<header><div><h1>");
        page_words(p, "案卷 Anjuan", "Anjuan 案卷");
        page_tag(p, " <small>" ANJUAN_VERSION "</small></h1><p>");
        page_words(p, "行政执法案件管理接口", "The API of case management for administrative enforcement");
        page_tag(p, "</p></div><p class=\"links\"><a href=\"/api/v1/openapi.json\">OpenAPI 3.1</a> ");
        page_tag(p, p->english ? "<a href=\"?lang=zh\" hreflang=\"zh\" lang=\"zh\">中文</a>"
                               : "<a href=\"?lang=en\" hreflang=\"en\" lang=\"en\">English</a>");
        page_tag(p, "</p></header>\n");
}

static void add_method(struct page *p, const struct route *r)
{
        page_tag(p, "<span class=\"method ");
        page_text(p, r->method);
        page_tag(p, "\">");
        page_text(p, r->method);
        page_tag(p, "</span>");
}

/* --- tags: in the order of the table; a tag is named by the group it first occurs in --- */

static bool is_first_of_tag(const struct page *p, const struct route *r)
{
        for (const struct route_group *g = p->groups; g->rows; g++)
                for (const struct route *other = g->rows; other->method; other++) {
                        if (other == r)
                                return true;
                        if (strcmp(other->tag, r->tag) == 0)
                                return false;
                }
        return false;
}

static void each_of_tag(struct page *p, const char *tag, void (*add)(struct page *p, const struct route *r))
{
        for (const struct route_group *g = p->groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++)
                        if (strcmp(r->tag, tag) == 0)
                                add(p, r);
}

static void each_tag(struct page *p,
                     void (*add)(struct page *p, const struct route_group *g, const char *tag))
{
        for (const struct route_group *g = p->groups; g->rows; g++)
                for (const struct route *r = g->rows; r->method; r++)
                        if (is_first_of_tag(p, r))
                                add(p, g, r->tag);
}

static void add_tag_name(struct page *p, const struct route_group *g, const char *tag)
{
        page_words(p, g->zh ? g->zh : tag, g->en ? g->en : tag);
}

/* --- contents --- */

static void add_entry(struct page *p, const struct route *r)
{
        page_tag(p, "<li><a href=\"#");
        page_text(p, r->id);
        page_tag(p, "\">");
        add_method(p, r);
        page_tag(p, " ");
        page_words(p, r->zh, r->en);
        page_tag(p, "</a></li>\n");
}

static void add_tag_entries(struct page *p, const struct route_group *g, const char *tag)
{
        page_tag(p, "<h2><a href=\"#tag-");
        page_text(p, tag);
        page_tag(p, "\">");
        add_tag_name(p, g, tag);
        page_tag(p, "</a></h2>\n<ul>\n");
        each_of_tag(p, tag, add_entry);
        page_tag(p, "</ul>\n");
}

static void add_contents(struct page *p)
{
        page_tag(p, "<nav aria-label=\"");
        page_words(p, "目录", "Contents");
        page_tag(p, "\">\n<h2><a href=\"#start\">");
        page_words(p, "开始", "Start");
        page_tag(p, "</a></h2>\n<h2><a href=\"#manners\">");
        page_words(p, "约定", "Manners");
        page_tag(p, "</a></h2>\n");
        each_tag(p, add_tag_entries);
        page_tag(p, "<h2><a href=\"#problems\">");
        page_words(p, "错误代码", "Problems");
        page_tag(p, "</a></h2>\n</nav>\n");
}

/* --- start and manners --- */

static void add_start(struct page *p)
{
        page_tag(p, "<section id=\"start\"><h2>");
        page_words(p, "开始", "Start");
        page_tag(p, "</h2>\n<p>");
        page_words(p,
                   "先登录，把返回的 token 作为 Bearer "
                   "令牌发送。下面的示例在演示数据中可以直接运行；每个示例写明了适用的账号。",
                   "Sign in, and send the token you get as a bearer token. The examples below work as they "
                   "stand in the "
                   "demonstration world; each names the account it is for.");
        page_tag(p, "</p>\n<pre><code>");
        page_text(p,
                  "export ANJUAN=http://127.0.0.1:8080\n"
                  "TOKEN=$(curl -sS \"$ANJUAN/api/v1/sessions\" -H 'Content-Type: application/json' \\\n"
                  "  -d '{\"login\":\"officer1.huangpu\",\"password\":\"'\"$ANJUAN_DEMO_PASSWORD\"'\"}' |\n"
                  "  sed 's/.*\"token\" *: *\"\\([^\"]*\\)\".*/\\1/')");
        page_tag(p, "</code></pre></section>\n");
}

static void add_manners(struct page *p)
{
        static const struct {
                const char *zh, *en;
        } manners[] = {
            {"请求与答复为 UTF-8 的 JSON。日期为 YYYY-MM-DD，时间为带时区的 RFC 3339，金额为整数分。"
             "文本统一为 NFC，不含控制字符。查询参数中的数组为一个参数，各值以逗号分隔。",
             "Requests and replies are JSON in UTF-8. Dates are YYYY-MM-DD, times RFC 3339 with offset, "
             "money whole fen. Text is brought to NFC and holds no control characters, nor any that nobody sees. A list in a query is one "
             "parameter with commas between its values."},
            {"未知、重复或不合要求的字段一律拒绝，并一次列出全部问题（RFC 9457，application/problem+json）。"
             "用 Accept-Language: en 取得英文说明。",
             "Unknown, repeated and unacceptable fields are refused, all of them told at once (RFC 9457, "
             "application/problem+json), in English with Accept-Language: en."},
            {"列表按页返回：{\"items\":[…],\"next\":…}。把 next 作为 cursor 再次请求即得下一页；"
             "答复头 Link 也给出下一页地址。",
             "Lists come in pages: {\"items\":[…],\"next\":…}. Ask again with next as the cursor for the "
             "next page; the header Link has its address too."},
            {"读取时得到 ETag。修改须用 If-Match 带回：缺少为 428，期间已被修改为 412。"
             "If-None-Match 未变时为 304。",
             "Reading gives an ETag. A change must bring it back in If-Match: 428 without it, 412 when "
             "something has changed since. If-None-Match gives 304 when nothing has."},
            {"新建请求可带 Idempotency-Key：24 小时内重复发送只执行一次，返回原来的答复。",
             "A request that creates may carry an Idempotency-Key: sent again within 24 hours it is done "
             "once, and the first reply comes back."},
            {"无权看到的内容与不存在的内容同样返回 404。每个答复都有 X-Request-Id。",
             "What you may not see is 404, like what does not exist. Each reply has an X-Request-Id."},
        };

        page_tag(p, "<section id=\"manners\"><h2>");
        page_words(p, "约定", "Manners");
        page_tag(p, "</h2>\n<ul>\n");
        for (size_t i = 0; i < sizeof manners / sizeof *manners; i++) {
                page_tag(p, "<li>");
                page_words(p, manners[i].zh, manners[i].en);
                page_tag(p, "</li>\n");
        }
        page_tag(p, "</ul></section>\n");
}

/* --- one operation --- */

static void add_who(struct page *p, const struct route *r)
{
        page_tag(p, "<p class=\"who\">");
        if (r->permission) {
                page_words(p, "权限 ", "Permission ");
                page_code(p, r->permission);
        } else if (route_needs_session(r)) {
                page_words(p, "登录即可", "Anyone signed in");
        } else {
                page_words(p, "无须登录", "No session needed");
        }
        if (r->example_login) {
                page_words(p, " · 演示账号 ", " · Demonstration account ");
                page_code(p, r->example_login);
        }
        page_tag(p, "</p>\n");
}

static void add_title(struct page *p, const char *zh, const char *en)
{
        page_tag(p, "<h4>");
        page_words(p, zh, en);
        page_tag(p, "</h4>\n");
}

static void add_header(struct page *p, const char *name, const char *zh, const char *en)
{
        page_tag(p, "<p>");
        page_code(p, name);
        page_tag(p, " ");
        page_words(p, zh, en);
        page_tag(p, "</p>\n");
}

static void add_headers(struct page *p, const struct route *r)
{
        if (!(r->flags & ROUTE_IF_MATCH) && !route_takes_key(r))
                return;
        add_title(p, "请求头", "Headers");
        if (r->flags & ROUTE_IF_MATCH)
                add_header(p, "If-Match", "必填，读取时得到的 ETag", "required, the ETag as read");
        if (route_takes_key(r))
                add_header(p, "Idempotency-Key", "可选", "optional");
}

static void add_request(struct page *p, const struct route *r)
{
        if (strchr(r->path, '{')) {
                add_title(p, "路径", "Path");
                page_path_fields(p, r);
        }
        if (r->query || r->flags & ROUTE_LIST) {
                add_title(p, "查询参数", "Query");
                page_query_fields(p, r);
        }
        add_headers(p, r);
        if (r->body) {
                add_title(p, "请求体", "Body");
                page_fields(p, r->body, true);
        }
}

static void add_errors(struct page *p, const struct route *r)
{
        int errors[ROUTE_ERRORS_MAX], n = route_errors(r, errors);

        page_tag(p, "<p class=\"errors\">");
        page_words(p, "可能的拒绝：", "Refusals: ");
        for (int i = 0; i < n; i++)
                text_addf(&p->out, "<a href=\"#status-%d\">%d</a> ", errors[i], errors[i]);
        page_tag(p, "</p>\n");
}

static void add_reply(struct page *p, const struct route *r)
{
        page_tag(p, "<details><summary>");
        page_words(p, "答复 ", "Reply ");
        text_addf(&p->out, "%d ", route_status(r));
        page_text(p, r->reply ? r->reply->name : r->content_type ? r->content_type : "");
        if (r->flags & ROUTE_LIST)
                page_words(p, "（列表，字段为每一项的字段）", " (a list; the fields are those of each item)");
        page_tag(p, "</summary>\n");
        if (r->reply)
                page_fields(p, r->reply->fields, false);
        add_errors(p, r);
        page_tag(p, "</details>\n");
}

static void add_operation(struct page *p, const struct route *r)
{
        page_tag(p, "<article id=\"");
        page_text(p, r->id);
        page_tag(p, "\"><h3>");
        page_words(p, r->zh, r->en);
        page_tag(p, "</h3>\n<p class=\"line\">");
        add_method(p, r);
        page_tag(p, " ");
        page_code(p, r->path);
        page_tag(p, "</p>\n");
        add_who(p, r);
        add_request(p, r);
        add_title(p, "示例", "Example");
        page_command(p, r);
        add_reply(p, r);
        page_tag(p, "</article>\n");
}

static void add_tag_section(struct page *p, const struct route_group *g, const char *tag)
{
        page_tag(p, "<section id=\"tag-");
        page_text(p, tag);
        page_tag(p, "\"><h2>");
        add_tag_name(p, g, tag);
        page_tag(p, "</h2>\n");
        each_of_tag(p, tag, add_operation);
        page_tag(p, "</section>\n");
}

/* --- problems --- */

static void add_problems(struct page *p)
{
        int last = 0;

        page_tag(p, "<section id=\"problems\"><h2>");
        page_words(p, "错误代码", "Problems");
        page_tag(p, "</h2>\n<div class=\"wide\"><table><tbody>\n");
        for (err_t e = OK + 1; e < ERR_COUNT; e++) {
                const struct err_info *i = err_info(e);

                if (i->status == last)
                        text_addf(&p->out, "<tr><td>%d</td><td>", i->status);
                else
                        text_addf(&p->out, "<tr id=\"status-%d\"><td>%d</td><td>", i->status, i->status);
                last = i->status;
                page_code(p, i->code);
                page_tag(p, "</td><td>");
                page_words(p, i->zh, i->en);
                page_tag(p, "</td></tr>\n");
        }
        page_tag(p, "</tbody></table></div></section>\n");
}

const char *docs_make(const struct route_group *groups, const struct field *paths, struct arena *a,
                      bool english)
{
        struct page p = {.groups = groups, .paths = paths, .english = english, .out = {.arena = a}};

        add_head(&p);
        add_banner(&p);
        page_tag(&p, "<div class=\"columns\">\n");
        add_contents(&p);
        page_tag(&p, "<main>\n");
        add_start(&p);
        add_manners(&p);
        each_tag(&p, add_tag_section);
        add_problems(&p);
        page_tag(&p, "</main>\n</div>\n</body>\n</html>\n");
        return text_str(&p.out);
}
