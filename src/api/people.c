#include "api/common.h"
#include "api/password.h"

#include "http/req.h"
#include "sql_table.h"

#include <string.h>

static const char *const unit_kinds[] = {"city", "centre", "district", "other", NULL};

/* ---- units ---- */

#define UNIT_NAME_FIELDS(required)                                                                                            \
        {.name = "name_zh", .type = F_TEXT, .flags = required, .min = 1, .max = 100, .zh = "中文名称", .en = "Name in Chinese"}, \
        {.name = "name_en", .type = F_TEXT, .min = 1, .max = 150, .zh = "英文名称", .en = "Name in English"},                 \
        {.name = "number_prefix", .type = F_TEXT, .flags = required, .min = 1, .max = 20, .zh = "案号中的机关代字",           \
         .en = "What case numbers begin with"}

static bool unit_code_ok(const char *s)
{
        return strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(s);
}

static const struct field unit_create_body[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 32, .check = unit_code_ok,
         .zh = "单位代码（字母、数字、_、-），不可更改", .en = "Code of the unit (letters, digits, _, -); never changes"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = unit_kinds, .zh = "种类", .en = "Kind"},
        UNIT_NAME_FIELDS(FIELD_REQUIRED),
        {0},
};
static const struct field unit_change_body[] = {
        {.name = "active", .type = F_BOOL, .zh = "在用", .en = "In use"},
        UNIT_NAME_FIELDS(0),
        {0},
};
static const struct field unit_fields[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位代码", .en = "Code of the unit"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "中文名称", .en = "Name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Name in English"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = unit_kinds, .zh = "种类", .en = "Kind"},
        {.name = "number_prefix", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "机关代字", .en = "What case numbers begin with"},
        {.name = "active", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "在用", .en = "In use"},
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"},
        {0},
};
static const struct schema unit_schema = {"Unit", unit_fields};

const struct route unit_routes[] = {
        {"GET", "/api/v1/units", "listUnits", "单位和人员", .zh = "单位列表", .en = "Units", .flags = ROUTE_LIST,
         .reply = &unit_schema, .sql = SQL_UNIT_LIST, .example_login = "officer1.huangpu"},
        {"POST", "/api/v1/units", "createUnit", "单位和人员", .zh = "新增单位", .en = "Add a unit", .permission = "admin.units",
         .flags = ROUTE_CREATES, .body = unit_create_body, .reply = &unit_schema, .sql_write = SQL_UNIT_CREATE, .sql = SQL_UNIT_GET,
         .location = "/api/v1/units/{unit_id}", .example_login = "admin.city",
         .example_body = "{\"unit_id\":\"lingang\",\"kind\":\"other\",\"name_zh\":\"临港新片区管理委员会\","
                         "\"name_en\":\"Lingang Special Area Administration\",\"number_prefix\":\"沪临港国动\"}"},
        {"GET", "/api/v1/units/{unit_id}", "getUnit", "单位和人员", .zh = "读取单位", .en = "Read one unit", .reply = &unit_schema,
         .sql = SQL_UNIT_GET, .example_login = "officer1.huangpu", .example_path = "/api/v1/units/310101"},
        {"PATCH", "/api/v1/units/{unit_id}", "changeUnit", "单位和人员", .zh = "修改单位", .en = "Change a unit",
         .permission = "admin.units", .flags = ROUTE_IF_MATCH, .body = unit_change_body, .reply = &unit_schema,
         .sql_lock = SQL_UNIT_LOCK, .sql_write = SQL_UNIT_CHANGE, .sql = SQL_UNIT_GET, .example_login = "admin.city",
         .example_path = "/api/v1/units/310151", .example_if_match = "\"1\"", .example_body = "{\"active\":true}"},
        {0},
};

/* ---- people ---- */

static bool login_ok(const char *s)
{
        return strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(s) && !strchr("._-", *s);
}

#define CERTIFICATE_FIELDS                                                                                                    \
        {.name = "certificate_no", .type = F_TEXT, .flags = FIELD_NULL, .min = 1, .max = 50, .zh = "执法证号",                \
         .en = "Number of the enforcement certificate"},                                                                     \
        {.name = "certificate_from", .type = F_DATE, .flags = FIELD_NULL, .zh = "执法证有效期起", .en = "Certificate valid from"}, \
        {.name = "certificate_to", .type = F_DATE, .flags = FIELD_NULL, .zh = "执法证有效期止", .en = "Certificate valid to"}, \
        {.name = "legal_qualified", .type = F_BOOL, .zh = "具有国家统一法律职业资格", .en = "Holds the legal-profession qualification"}

static const struct field person_create_body[] = {
        {.name = "login", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 2, .max = 63, .check = login_ok,
         .zh = "登录名（小写字母、数字、. _ -），不可更改", .en = "Sign-in name (lower-case letters, digits, . _ -); never changes"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 100, .zh = "姓名", .en = "Name"},
        {.name = "kind", .type = F_TEXT, .choices = (const char *const[]){"person", "service", NULL}, .zh = "人员或外部系统",
         .en = "A person or an outside system"},
        {.name = "password", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_PASSWORD, .min = 8, .max = 128, .zh = "初始密码",
         .en = "First password"},
        CERTIFICATE_FIELDS,
        {0},
};
static const struct field person_change_body[] = {
        {.name = "name", .type = F_TEXT, .min = 1, .max = 100, .zh = "姓名", .en = "Name"},
        {.name = "disabled", .type = F_BOOL, .zh = "停用（其全部会话立即结束）", .en = "Disabled (all sessions end at once)"},
        CERTIFICATE_FIELDS,
        {0},
};
static const struct field person_password_body[] = {
        {.name = "password", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_PASSWORD, .min = 8, .max = 128, .zh = "新密码", .en = "New password"},
        {0},
};

#define PERSON_HEAD_FIELDS                                                                                                    \
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "人员", .en = "The person"},                     \
        {.name = "login", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "登录名", .en = "Sign-in name"},                     \
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "姓名", .en = "Name"},                                \
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "人员或外部系统", .en = "A person or an outside system"}, \
        {.name = "certificate_no", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "执法证号", .en = "Certificate"}, \
        {.name = "certificate_from", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "有效期起", .en = "Valid from"}, \
        {.name = "certificate_to", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "有效期止", .en = "Valid to"}, \
        {.name = "legal_qualified", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "法律职业资格", .en = "Legal-profession qualification"}, \
        {.name = "disabled", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "停用", .en = "Disabled"},                        \
        {.name = "version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "版本（ETag）", .en = "Version (ETag)"}

static const struct field person_row_fields[] = {PERSON_HEAD_FIELDS, {0}};
static const struct schema person_row_schema = {"PersonRow", person_row_fields};

#define ROLE_FIELDS                                                                                                           \
        {.name = "assignment_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "任职", .en = "The assignment"},             \
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位", .en = "Unit"},                             \
        {.name = "role", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "角色", .en = "Role"},                                \
        {.name = "valid_from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "起", .en = "From"},                            \
        {.name = "valid_to", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "止", .en = "To"}

static const struct field person_role_fields[] = {ROLE_FIELDS, {0}};
static const struct field person_fields[] = {
        PERSON_HEAD_FIELDS,
        {.name = "roles", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 1000, .fields = person_role_fields,
         .zh = "任职", .en = "Role assignments"},
        {0},
};
static const struct schema person_schema = {"Person", person_fields};
static const struct field role_fields[] = {
        ROLE_FIELDS,
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "人员", .en = "The person"},
        {0},
};
static const struct schema role_schema = {"RoleAssignment", role_fields};

static const char *const roles[] = {"officer", "lead",    "legal_reviewer", "legal_department", "reviewer",
                                    "decider", "auditor", "administrator", "service",  NULL};

static const struct field role_body[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 32, .zh = "单位", .en = "Unit"},
        {.name = "role", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = roles, .zh = "角色", .en = "Role"},
        {.name = "valid_from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "起", .en = "From"},
        {.name = "valid_to", .type = F_DATE, .flags = FIELD_NULL, .zh = "止", .en = "To"},
        {0},
};
static const struct field role_end_body[] = {
        {.name = "valid_to", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "任职止期（当日仍有效）", .en = "Last day of the role"},
        {0},
};

static const struct field person_query[] = {
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "现任职单位", .en = "Serves in this unit today"},
        {.name = "role", .type = F_TEXT, .choices = roles, .zh = "现任角色", .en = "Has this role today"},
        {.name = "login", .type = F_TEXT, .min = 1, .max = 63, .zh = "登录名", .en = "Sign-in name"},
        {0},
};

static err_t hash_new_person(struct req *rq, PGresult *r)
{
        (void)r;
        req_set(rq, "person_id", rq->new_id);
        return password_args(rq, "password");
}

/* The person and the credential are two statements of one transaction. */
static err_t create_person(struct req *rq)
{
        AUTO_RESULT made = NULL;
        AUTO_RESULT set = NULL;
        err_t e = req_begin(rq);

        if (!e)
                e = hash_new_person(rq, NULL);
        if (!e)
                e = req_query(rq, SQL_PERSON_CREATE, &made);
        if (e)
                return e;
        return req_finish(rq, SQL_CREDENTIAL_SET, SQL_PERSON_GET);
}

static err_t set_password(struct req *rq)
{
        AUTO_RESULT there = NULL;
        err_t e = req_begin(rq);

        if (!e)
                e = req_query(rq, SQL_PERSON_LOCK, &there);
        if (!e && PQntuples(there) == 0)
                e = fault_set(&rq->fault, ERR_NOT_FOUND, "没有这个人员", "There is no such person");
        if (!e)
                e = password_args(rq, "password");
        return e ? e : req_finish(rq, SQL_CREDENTIAL_SET, SQL_PERSON_GET);
}

static err_t judge_role_end(struct req *rq, PGresult *r)
{
        if (strcmp(req_arg(rq, "valid_to"), PQgetvalue(r, 0, 1)) < 0)
                return req_field_fault(rq, "valid_to", "range", "止期不得早于起期", "It may not end before it begins");
        return OK;
}

const struct route person_routes[] = {
        {"GET", "/api/v1/people", "listPeople", "单位和人员", .zh = "人员列表", .en = "People", .permission = "person.find",
         .flags = ROUTE_LIST, .query = person_query, .reply = &person_row_schema, .sql = SQL_PERSON_LIST,
         .example_login = "lead.huangpu", .example_path = "/api/v1/people?unit_id=310101"},
        {"POST", "/api/v1/people", "createPerson", "单位和人员", .zh = "新增人员", .en = "Add a person", .permission = "admin.people",
         .flags = ROUTE_CREATES | ROUTE_NO_KEY | ROUTE_HASH, .body = person_create_body, .reply = &person_schema,
         .handle = create_person, .location = "/api/v1/people/{person_id}", .example_login = "admin.city",
         .example_body = "{\"login\":\"officer3.huangpu\",\"name\":\"新任执法员\",\"password\":\"a-long-first-password\","
                         "\"certificate_no\":\"09010100303\",\"certificate_from\":\"2025-01-01\",\"certificate_to\":\"2029-12-31\"}"},
        {"GET", "/api/v1/people/{person_id}", "getPerson", "单位和人员", .zh = "读取人员及其任职", .en = "Read a person and the roles",
         .permission = "admin.people", .reply = &person_schema, .sql = SQL_PERSON_GET, .subject = "person_id",
         .example_login = "admin.city", .example_path = "/api/v1/people/" DEMO_UUID("00001")},
        {"PATCH", "/api/v1/people/{person_id}", "changePerson", "单位和人员", .zh = "修改或停用人员", .en = "Change or disable a person",
         .permission = "admin.people", .flags = ROUTE_IF_MATCH, .body = person_change_body, .reply = &person_schema,
         .sql_lock = SQL_PERSON_LOCK, .sql_write = SQL_PERSON_CHANGE, .sql = SQL_PERSON_GET, .subject = "person_id",
         .example_login = "admin.city", .example_path = "/api/v1/people/" DEMO_UUID("00002"), .example_if_match = "\"1\"",
         .example_body = "{\"certificate_to\":\"2030-12-31\"}"},
        {"PUT", "/api/v1/people/{person_id}/password", "setPassword", "单位和人员", .zh = "重设密码", .en = "Set a new password",
         .permission = "admin.people", .flags = ROUTE_HASH, .body = person_password_body, .reply = &person_schema,
         .handle = set_password, .subject = "person_id", .example_login = "admin.city",
         .example_path = "/api/v1/people/" DEMO_UUID("00009") "/password", .example_body = "{\"password\":\"another-long-password\"}"},
        {"POST", "/api/v1/people/{person_id}/roles", "addRole", "单位和人员", .zh = "任命角色", .en = "Give a role in a unit",
         .permission = "admin.people", .flags = ROUTE_CREATES, .body = role_body, .reply = &role_schema, .sql_lock = SQL_PERSON_LOCK,
         .sql_write = SQL_ROLE_ADD, .sql = SQL_ROLE_GET, .subject = "person_id", .location = "/api/v1/people/{person_id}",
         .example_login = "admin.city", .example_path = "/api/v1/people/" DEMO_UUID("00001") "/roles",
         .example_body = "{\"unit_id\":\"310101\",\"role\":\"legal_reviewer\",\"valid_from\":\"2026-01-01\"}"},
        {"POST", "/api/v1/role-assignments/{assignment_id}/end", "endRole", "单位和人员", .zh = "终止任职", .en = "End a role",
         .permission = "admin.people", .body = role_end_body, .reply = &role_schema, .sql_lock = SQL_ROLE_LOCK,
         .judge = judge_role_end, .sql_write = SQL_ROLE_END, .sql = SQL_ROLE_GET, .example_login = "admin.city",
         .example_path = "/api/v1/role-assignments/" DEMO_UUID("00502") "/end", .example_body = "{\"valid_to\":\"2026-12-31\"}"},
        {0},
};
