#include "api/system.h"
#include "api/common.h"

#include "http/metrics.h"
#include "http/req.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

static const struct server *server;
static char *documents[2]; /* OpenAPI in Chinese, in English */

void system_open(void)
{
        documents[0] = openapi_text(false);
        documents[1] = openapi_text(true);
}

void system_close(void)
{
        free(documents[0]);
        free(documents[1]);
        documents[0] = documents[1] = NULL;
}

void system_set_server(const struct server *s)
{
        server = s;
}

static void livez(struct exchange *x)
{
        reply_text(x, 200, "application/json", "{\"status\":\"alive\"}", 18);
}

static void metrics(struct exchange *x)
{
        struct server_gauges g = {0};
        const char *text;

        if (server)
                server_read_gauges(server, &g);
        text = metrics_text(&x->arena, &g);
        reply_text(x, 200, "text/plain; version=0.0.4; charset=utf-8", text, strlen(text));
}

static void openapi(struct exchange *x)
{
        const char *text = documents[exchange_wants_english(x)];

        reply_header(x, "Vary", "Accept-Language");
        reply_text(x, 200, "application/json", text, strlen(text));
}

static bool page_in_english(const struct exchange *x)
{
        const char *query = strchr(x->target, '?');

        if (query && strstr(query, "lang=en"))
                return true;
        return !(query && strstr(query, "lang=zh")) && exchange_wants_english(x);
}

static void docs(struct exchange *x)
{
        const char *text = docs_page(&x->arena, page_in_english(x));

        reply_header(x, "Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'");
        reply_text(x, 200, "text/html; charset=utf-8", text, strlen(text));
}

static void style(struct exchange *x)
{
        const char *text = docs_style();

        reply_text(x, 200, "text/css; charset=utf-8", text, strlen(text));
}

/* Ready when the database answers and has this program's schema (the queries are prepared: that was checked). */
static err_t readyz(struct req *rq)
{
        AUTO_RESULT r = NULL;
        err_t e = req_query(rq, SQL_READY, &r);

        if (e)
                return e;
        req_reply_json(rq, 200, "{\"status\":\"ready\"}");
        return OK;
}

static const struct field status_fields[] = {
        {.name = "status", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "状态", .en = "Status"},
        {0},
};
static const struct schema status_schema = {"Status", status_fields};
static const struct field docs_query[] = {
        {.name = "lang", .type = F_TEXT, .choices = (const char *const[]){"zh", "en", NULL}, .zh = "语言", .en = "Language"},
        {0},
};

const struct route system_routes[] = {
        {"GET", "/livez", "getLive", "运行", .zh = "进程存活", .en = "The process is alive", .flags = ROUTE_PLAIN,
         .reply = &status_schema, .answer = livez},
        {"GET", "/readyz", "getReady", "运行", .zh = "可以服务：数据库可用且结构相符",
         .en = "Ready to serve: the database answers and its schema fits", .flags = ROUTE_NO_SESSION, .reply = &status_schema,
         .handle = readyz},
        {"GET", "/metrics", "getMetrics", "运行", .zh = "运行指标（Prometheus）", .en = "Metrics (Prometheus)", .flags = ROUTE_PLAIN,
         .content_type = "text/plain; version=0.0.4; charset=utf-8", .answer = metrics},
        {"GET", "/api/v1/openapi.json", "getOpenApi", "运行", .zh = "接口说明（OpenAPI 3.1）", .en = "This API as OpenAPI 3.1",
         .flags = ROUTE_PLAIN, .content_type = "application/json", .answer = openapi},
        {"GET", "/docs", "getDocs", "运行", .zh = "接口说明页", .en = "The API page", .flags = ROUTE_PLAIN, .query = docs_query,
         .content_type = "text/html; charset=utf-8", .answer = docs},
        {"GET", "/docs/style.css", "getDocsStyle", "运行", .zh = "说明页样式", .en = "Style of the API page", .flags = ROUTE_PLAIN,
         .content_type = "text/css; charset=utf-8", .answer = style},
        {0},
};
