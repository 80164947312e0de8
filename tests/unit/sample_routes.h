/* A small table of routes, for the tests of what is made from tables. */
#pragma once

#include "http/route.h"

static err_t sample_handle(struct req *rq)
{
        (void)rq;
        return OK;
}

static void sample_answer(struct exchange *x)
{
        (void)x;
}

static const char *const sample_kinds[] = {"organisation", "person", NULL};

static const struct field sample_party_fields[] = {
    {"kind", F_TEXT, FIELD_REQUIRED, .choices = sample_kinds, .zh = "类型", .en = "Kind"},
    {"name", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 60, .zh = "名称", .en = "Name"},
    {"born", F_DATE, FIELD_NULL, .zh = "出生日期", .en = "Date of birth"},
    {0},
};
static const struct field sample_case_body[] = {
    {"title", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 120, .example = "\"擅自拆除人防门\"", .zh = "案件名称",
     .en = "Title"},
    {"facts", F_TEXT, FIELD_NULL, .min = 1, .max = 20000, .zh = "事实 <经过>", .en = "Facts & <events>"},
    {"source", F_TEXT, FIELD_NULL, .choices = sample_kinds, .zh = "来源", .en = "Source"},
    {"fine", F_INT, .min = 0, .max = 5000000, .zh = "罚款（分）", .en = "Fine in fen"},
    {"public", F_BOOL, .zh = "公开", .en = "Public"},
    {"filed_on", F_DATE, FIELD_REQUIRED, .zh = "立案日期", .en = "Filed on"},
    {"parties", F_OBJECT, FIELD_REQUIRED | FIELD_LIST, .list_max = 10, .fields = sample_party_fields,
     .zh = "当事人", .en = "Parties"},
    {"tags", F_TEXT, FIELD_LIST | FIELD_NULL, .max = 20, .zh = "标签", .en = "Tags"},
    {0},
};
static const struct field sample_case_reply[] = {
    {"case_id", F_UUID, FIELD_REQUIRED, .zh = "案件标识", .en = "Case id"},
    {"title", F_TEXT, FIELD_REQUIRED, .zh = "案件名称", .en = "Title"},
    {"closed_at", F_TIME, FIELD_REQUIRED | FIELD_NULL, .zh = "结案时间", .en = "Closed at"},
    {"version", F_INT, FIELD_REQUIRED, .zh = "版本", .en = "Version"},
    {"parties", F_OBJECT, FIELD_LIST, .fields = sample_party_fields, .zh = "当事人", .en = "Parties"},
    {"extra", F_ANY, .zh = "其他", .en = "Anything else"},
    {0},
};
static const struct schema sample_case = {"Case", sample_case_reply};

static const struct field sample_case_query[] = {
    {"state", F_TEXT, FIELD_LIST, .choices = sample_kinds, .zh = "状态", .en = "State"},
    {"filed_from", F_DATE, .zh = "立案日期自", .en = "Filed from"},
    {"q", F_TEXT, .min = 2, .max = 50, .zh = "全文检索", .en = "Full text"},
    {0},
};

static const struct field sample_session_body[] = {
    {"login", F_TEXT, FIELD_REQUIRED, .min = 1, .max = 60, .zh = "登录名", .en = "Login"},
    {"password", F_TEXT, FIELD_REQUIRED | FIELD_PASSWORD, .min = 1, .max = 200, .zh = "密码", .en = "Password"},
    {0},
};
static const struct field sample_session_reply[] = {
    {"token", F_TEXT, FIELD_REQUIRED, .zh = "令牌", .en = "Token"},
    {0},
};
static const struct schema sample_session = {"Session", sample_session_reply};

#define SAMPLE_ID "018f3c9a-7b2d-7abc-8def-0123456789ab"

static const struct route sample_session_rows[] = {
    {"POST", "/api/v1/sessions", "createSession", "sessions", "登录", "Sign in",
     .flags = ROUTE_CREATES | ROUTE_NO_KEY | ROUTE_HASH | ROUTE_NO_SESSION, .body = sample_session_body,
     .reply = &sample_session, .handle = sample_handle,
     .example_body = "{\"login\":\"officer1.huangpu\",\"password\":\"$ANJUAN_DEMO_PASSWORD\"}"},
    {"DELETE", "/api/v1/sessions/current", "deleteCurrentSession", "sessions", "退出", "Sign out",
     .handle = sample_handle, .example_login = "officer1.huangpu"},
    {"GET", "/livez", "livez", "sessions", "存活", "Alive", .flags = ROUTE_PLAIN,
     .content_type = "text/plain; charset=utf-8", .answer = sample_answer},
    {0},
};
static const struct route sample_case_rows[] = {
    {"GET", "/api/v1/cases", "listCases", "cases", "案件列表", "List cases", "case.read", ROUTE_LIST,
     .query = sample_case_query, .reply = &sample_case, .handle = sample_handle,
     .example_login = "officer1.huangpu",
     .example_path = "/api/v1/cases?state=person,organisation&q=%E4%BA%BA%E9%98%B2&limit=20"},
    {"POST", "/api/v1/cases", "createCase", "cases", "立案", "File a case", "case.write", ROUTE_CREATES,
     .body = sample_case_body, .reply = &sample_case, .handle = sample_handle,
     .location = "/api/v1/cases/{new_id}", .example_login = "officer1.huangpu",
     .example_body = "{\"title\":\"老王's 人防门\",\"filed_on\":\"2024-03-14\",\"parties\":[{\"kind\":"
                     "\"person\",\"name\":\"张三\"}]}"},
    {"GET", "/api/v1/cases/{case_id}", "getCase", "cases", "读取案件", "Read a case", "case.read",
     .reply = &sample_case, .handle = sample_handle, .subject = "case_id",
     .example_login = "officer1.huangpu", .example_path = "/api/v1/cases/" SAMPLE_ID},
    {"PATCH", "/api/v1/cases/{case_id}", "changeCase", "cases", "更正案件", "Change a case", "case.write",
     ROUTE_IF_MATCH, .body = sample_case_body, .reply = &sample_case, .handle = sample_handle,
     .subject = "case_id", .example_login = "officer1.huangpu", .example_path = "/api/v1/cases/" SAMPLE_ID,
     .example_body = "{\"title\":\"T\",\"filed_on\":\"2024-03-14\",\"parties\":[{\"kind\":\"person\","
                     "\"name\":\"张三\",\"born\":null}]}",
     .example_if_match = "\"1\""},
    {"GET", "/api/v1/cases/export", "exportCases", "cases", "导出", "Export <all> cases", "case.read",
     ROUTE_REPORT, .content_type = "text/csv; charset=utf-8", .handle = sample_handle,
     .example_login = "legal1.city"},
    {0},
};
static const struct route_group sample_groups[] = {
    {sample_session_rows, "登录与会话", "Signing in"},
    {sample_case_rows, "案件", "Cases"},
    {0},
};
static const struct field sample_paths[] = {
    {"case_id", F_UUID, .zh = "案件标识", .en = "The case"},
    {0},
};
