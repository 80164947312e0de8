#include "api/common.h"
#include "api/password.h"

#include "base/digest.h"
#include "base/id.h"
#include "base/password.h"
#include "http/req.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

enum { TOKEN_BYTES = 32 };

static const struct field signin_body[] = {
        {.name = "login", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 63, .example = "\"officer1.huangpu\"",
         .zh = "登录名", .en = "Sign-in name"},
        {.name = "password", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_PASSWORD, .min = 1, .max = 128, .zh = "密码", .en = "Password"},
        {0},
};

static const struct field session_fields[] = {
        {.name = "token", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = BASE64URL_32_LEN, .max = BASE64URL_32_LEN,
         .zh = "令牌，放入 Authorization: Bearer；只出现这一次", .en = "Token for Authorization: Bearer; shown this once"},
        {.name = "expires_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "绝对失效时间", .en = "When it ends at the latest"},
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "人员", .en = "The person"},
        {.name = "login", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 63, .zh = "登录名", .en = "Sign-in name"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 100, .zh = "姓名", .en = "Name"},
        {0},
};
static const struct schema session_schema = {"Session", session_fields};

static const struct field my_unit_fields[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 32, .zh = "单位代码", .en = "Code of the unit"},
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "中文名称", .en = "Name in Chinese"},
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "英文名称", .en = "Name in English"},
        {0},
};
static const struct field my_role_fields[] = {
        {.name = "role", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "角色", .en = "Role"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 32, .zh = "单位代码", .en = "Code of the unit"},
        {.name = "valid_from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "起", .en = "From"},
        {.name = "valid_to", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "止", .en = "To"},
        {0},
};
static const struct field my_permission_fields[] = {
        {.name = "permission", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "权限", .en = "Permission"},
        {.name = "scope", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "范围：own 本单位，all 全部，assigned 指派",
         .en = "Scope: own units, all, or assigned cases"},
        {0},
};
static const struct field me_fields[] = {
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "人员", .en = "The person"},
        {.name = "login", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 63, .zh = "登录名", .en = "Sign-in name"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 100, .zh = "姓名", .en = "Name"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "人员或外部系统", .en = "A person or a service"},
        {.name = "certificate_no", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "执法证号", .en = "Enforcement certificate"},
        {.name = "certificate_from", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "执法证有效期起", .en = "Valid from"},
        {.name = "certificate_to", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "执法证有效期止", .en = "Valid to"},
        {.name = "units", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = my_unit_fields, .zh = "单位", .en = "Units"},
        {.name = "roles", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = my_role_fields, .zh = "角色", .en = "Roles"},
        {.name = "permissions", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = my_permission_fields, .zh = "权限",
         .en = "Permissions"},
        {0},
};
static const struct schema me_schema = {"Me", me_fields};

static err_t wrong(struct req *rq)
{
        return fault_set(&rq->fault, ERR_UNAUTHENTICATED, "登录名或密码不正确", "The sign-in name or the password is wrong");
}

static err_t too_many(struct req *rq, const char *wait_s)
{
        rq->fault.retry_after_s = atoi(wait_s);
        return fault_set(&rq->fault, ERR_TOO_MANY, "登录失败次数过多，请在 %s 秒后再试；已登录的会话不受影响",
                         "Too many failed sign-ins; try again in %s seconds. Sessions that are open go on", wait_s);
}

static void set_number(struct req *rq, const char *name, long long n)
{
        req_set(rq, name, arena_printf(rq->arena, "%lld", n));
}

/* A new token for the client; the database keeps only its hash. */
static void make_token(struct req *rq)
{
        unsigned char bytes[TOKEN_BYTES];
        char token[BASE64URL_32_LEN + 1], hash[SHA256_HEX_LEN + 1];

        random_bytes(bytes, sizeof bytes);
        base64url_encode(bytes, sizeof bytes, token);
        sha256_hex(token, BASE64URL_32_LEN, hash);
        req_set(rq, "token", token);
        req_set(rq, "new_token_hash", hash);
        password_wipe(bytes, sizeof bytes);
}

static err_t begin_signin(struct req *rq, PGresult **out)
{
        const struct gate_settings *s = rq->settings;
        const char *agent = exchange_header(rq->x, "User-Agent");

        req_set(rq, "source", rq->x->peer);
        req_set(rq, "agent", agent ? agent : "");
        set_number(rq, "pair_max", s->pair_max);
        set_number(rq, "login_max", s->login_max);
        set_number(rq, "source_max", s->source_max);
        set_number(rq, "idle_s", s->idle_s);
        set_number(rq, "absolute_s", s->absolute_s);
        return req_query(rq, SQL_SIGNIN_BEGIN, out);
}

static err_t sign_in(struct req *rq)
{
        AUTO_RESULT begun = NULL;
        PGresult *ended = NULL;
        char proof[PASSWORD_PROOF_HEX + 1];
        err_t e = begin_signin(rq, &begun);

        if (e)
                return e;
        if (strcmp(PQgetvalue(begun, 0, 0), "0"))
                return too_many(rq, PQgetvalue(begun, 0, 0));
        if (!password_proof(req_arg(rq, "password"), PQgetvalue(begun, 0, 1), atoll(PQgetvalue(begun, 0, 2)),
                            atoll(PQgetvalue(begun, 0, 3)), proof))
                return fault_set(&rq->fault, ERR_UNAVAILABLE, "暂时无法核对密码", "Passwords cannot be checked just now");
        req_set(rq, "attempt", PQgetvalue(begun, 0, 4));
        req_set(rq, "proof", proof);
        make_token(rq);
        e = req_query(rq, SQL_SIGNIN_END, &ended);
        if (e)
                return e;
        if (PQgetisnull(ended, 0, 0)) {
                PQclear(ended);
                return wrong(rq);
        }
        req_reply_json(rq, 201, arena_text(rq->arena, PQgetvalue(ended, 0, 1)));
        PQclear(ended);
        return OK;
}

/* Runs the trip with a commit behind it; there is nothing to reply but that it is done. */
static err_t commit_in_silence(struct req *rq, struct trip *t)
{
        err_t e;

        req_add(rq, t, SQL_COMMIT);
        e = req_run(rq, t);
        trip_end(t);
        if (e)
                return e;
        rq->in_transaction = false;
        rq->x->reply.status = 204;
        return OK;
}

static err_t sign_out(struct req *rq)
{
        struct trip t;
        err_t e = req_begin(rq);

        if (e)
                return e;
        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_SESSION_END);
        return commit_in_silence(rq, &t);
}

static const struct field password_body[] = {
        {.name = "password", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_PASSWORD, .min = 1, .max = 128, .zh = "现在的密码",
         .en = "The present password"},
        {.name = "new_password", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_PASSWORD, .min = 8, .max = 128, .zh = "新密码",
         .en = "The new password"},
        {0},
};

/* The present password proves itself first; a stolen session cannot change it. */
static err_t prove_present(struct req *rq)
{
        AUTO_RESULT salt = NULL;
        AUTO_RESULT proved = NULL;
        char proof[PASSWORD_PROOF_HEX + 1];
        err_t e;

        set_number(rq, "pair_max", rq->settings->pair_max);
        e = req_query(rq, SQL_CREDENTIAL_SALT, &salt);
        if (e)
                return e;
        if (atoi(PQgetvalue(salt, 0, 0)) > 0)
                return too_many(rq, PQgetvalue(salt, 0, 0));
        if (PQgetisnull(salt, 0, 1))
                return fault_set(&rq->fault, ERR_CONFLICT, "此账号没有密码", "This account has no password");
        if (!password_proof(req_arg(rq, "password"), PQgetvalue(salt, 0, 1), atoll(PQgetvalue(salt, 0, 2)),
                            atoll(PQgetvalue(salt, 0, 3)), proof))
                return fault_set(&rq->fault, ERR_UNAVAILABLE, "暂时无法核对密码", "Passwords cannot be checked just now");
        req_set(rq, "proof", proof);
        e = req_query(rq, SQL_CREDENTIAL_PROVES, &proved);
        if (!e && PQgetvalue(proved, 0, 0)[0] != 't')
                e = req_field_fault(rq, "password", "wrong", "现在的密码不正确", "The present password is wrong");
        return e;
}

static err_t change_password(struct req *rq)
{
        struct trip t;
        err_t e = req_begin(rq);

        if (!e)
                e = prove_present(rq);
        if (!e)
                e = password_args(rq, "new_password");
        if (e)
                return e;
        req_set(rq, "person_id", rq->person_id);
        trip_start(&t, rq->db);
        req_add(rq, &t, SQL_CREDENTIAL_SET);
        req_set(rq, "outcome", "ok");
        req_add(rq, &t, SQL_AUDIT_NOTE_PLAIN);
        return commit_in_silence(rq, &t);
}

const struct route session_routes[] = {
        {"POST", "/api/v1/sessions", "signIn", "登录", .zh = "登录，取得令牌", .en = "Sign in and get a token",
         .flags = ROUTE_NO_SESSION | ROUTE_HASH | ROUTE_CREATES | ROUTE_NO_KEY, .body = signin_body, .reply = &session_schema,
         .handle = sign_in, .example_body = "{\"login\":\"officer1.huangpu\",\"password\":\"$ANJUAN_DEMO_PASSWORD\"}"},
        {"DELETE", "/api/v1/sessions/current", "signOut", "登录", .zh = "退出登录", .en = "Sign out", .handle = sign_out,
         .example_login = "officer2.huangpu"},
        {"GET", "/api/v1/me", "getMe", "登录", .zh = "我的单位、角色和权限", .en = "My units, roles and permissions",
         .reply = &me_schema, .sql = SQL_ME_GET, .example_login = "officer1.huangpu"},
        {"PUT", "/api/v1/me/password", "changePassword", "登录", .zh = "修改自己的密码", .en = "Change one's own password",
         .flags = ROUTE_HASH, .body = password_body, .handle = change_password, .example_login = "officer2.huangpu",
         .example_body = "{\"password\":\"$ANJUAN_DEMO_PASSWORD\",\"new_password\":\"$ANJUAN_DEMO_PASSWORD\"}"},
        {0},
};
