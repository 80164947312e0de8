#include "http/req.h"

#include "base/digest.h"
#include "base/log.h"
#include "sql_table.h"

#include <stdio.h>
#include <string.h>

bool req_has(const struct req *rq, const char *name)
{
        return args_find(&rq->args, name) != NULL;
}

void req_set(struct req *rq, const char *name, const char *value)
{
        args_set(&rq->args, name, value);
}

/* What is not JSON need not be text that the database takes. */
static const char *text_of_body(struct req *rq)
{
        return rq->body && rq->x->body_len ? rq->x->body : NULL;
}

/* What the gates know themselves; "" stands for nothing given and becomes NULL. */
static const char *own_arg(struct req *rq, const char *name)
{
        const struct {
                const char *name, *value;
        } own[] = {
                {"new_id", rq->new_id},         {"request_id", rq->x->request_id}, {"route_id", rq->route->id},
                {"token_hash", rq->token_hash}, {"permission", rq->route->permission}, {"actor_id", rq->person_id},
                {"source_address", rq->x->peer},
        };

        for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
                if (!strcmp(own[i].name, name))
                        return own[i].value && own[i].value[0] ? own[i].value : NULL;
        if (!strcmp(name, "request_body"))
                return text_of_body(rq);
        if (!strcmp(name, "subject"))
                return rq->route->subject ? args_get(&rq->args, rq->route->subject) : NULL;
        return NULL;
}

const char *req_arg(struct req *rq, const char *name)
{
        const struct arg *a = args_find(&rq->args, name);

        if (a)
                return a->value;
        if (!strncmp(name, "has_", 4))
                return req_has(rq, name + 4) ? "t" : "f";
        return own_arg(rq, name);
}

err_t req_field_fault(struct req *rq, const char *field, const char *code, const char *zh, const char *en)
{
        return fault_field_text(&rq->fault, ERR_INVALID, arena_printf(rq->arena, "/%s", field), code, zh, en);
}

void req_add(struct req *rq, struct trip *t, int sql)
{
        const struct sql *q = &sql_table[sql];
        const char *values[SQL_PARAMS_MAX];

        for (int i = 0; i < q->n_params; i++)
                values[i] = req_arg(rq, q->params[i]);
        trip_add(t, sql, values);
}

static const struct constraint_fault *find_constraint(const char *name)
{
        for (const struct constraint_fault *c = constraint_faults; c->constraint; c++)
                if (!strcmp(c->constraint, name))
                        return c;
        return NULL;
}

/* By SQLSTATE, longest match first; what is not here is a fault of ours. */
static const struct {
        const char *state;
        err_t err;
        bool retry;
        const char *zh, *en;
} states[] = {
        {"", ERR_UNAVAILABLE, false, "与数据库的连接中断；如果是写入，请使用相同的 Idempotency-Key 重试",
         "The connection to the database was lost; retry a write with the same Idempotency-Key"},
        {"40001", ERR_UNAVAILABLE, true, "与其他操作冲突，请重试", "It collided with another request; try again"},
        {"40P01", ERR_UNAVAILABLE, true, "与其他操作冲突，请重试", "It collided with another request; try again"},
        {"55P03", ERR_UNAVAILABLE, true, "数据正被他人修改，请重试", "Somebody else is changing it; try again"},
        {"57014", ERR_TIMEOUT, false, "查询超时，请缩小范围", "The query took too long; narrow it"},
        {"42501", ERR_FORBIDDEN, false, "您在该单位没有此权限", "You have no such right in that unit"},
        {"23505", ERR_CONFLICT, false, "与已有记录重复", "It is there already"},
        {"23503", ERR_INVALID, false, "引用的对象不存在", "Something it refers to does not exist"},
        {"23514", ERR_INVALID, false, "内容不符合约束", "The content breaks a constraint"},
        {"22", ERR_BAD_REQUEST, false, "参数的值无法使用", "A value cannot be used"},
        {"53", ERR_UNAVAILABLE, false, "数据库资源不足", "The database is short of resources"},
        {"57P", ERR_UNAVAILABLE, false, "数据库正在停止或启动", "The database is stopping or starting"},
        {"08", ERR_UNAVAILABLE, false, "与数据库的连接中断", "The connection to the database was lost"},
        {"25006", ERR_UNAVAILABLE, false, "数据库只读", "The database is read-only"},
};

static err_t trip_fault(struct req *rq, const struct trip *t)
{
        const struct constraint_fault *c = t->constraint[0] ? find_constraint(t->constraint) : NULL;

        /* A pointer into the body, or the name of a parameter. */
        if (c && c->field)
                return fault_field_text(&rq->fault, c->err, arena_printf(rq->arena, rq->route->body ? "/%s" : "%s", c->field), c->code,
                                        c->zh, c->en);
        if (c)
                return fault_said(&rq->fault, c->err, c->zh, c->en);
        for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
                size_t n = strlen(states[i].state);

                if (n ? strncmp(t->sqlstate, states[i].state, n) != 0 : t->sqlstate[0] != '\0')
                        continue;
                rq->retry = states[i].retry;
                if (states[i].err == ERR_UNAVAILABLE)
                        rq->fault.retry_after_s = 1;
                return fault_said(&rq->fault, states[i].err, states[i].zh, states[i].en);
        }
        return fault_set(&rq->fault, ERR_INTERNAL, "请联系管理员并提供请求编号", "Tell the administrator the request id");
}

static bool commits(const struct trip *t)
{
        for (int i = 0; i < t->n; i++)
                if (t->sql[i] == SQL_COMMIT)
                        return true;
        return false;
}

/* A connection that the database closed shows it only when it is used again. Nothing came of the request if it only reads
 * or if its commit was not sent; but once is enough, lest a request that brings the database down does so again. */
static bool has_no_effect(const struct req *rq, const struct trip *t)
{
        return !rq->again && (rq->in_transaction ? !commits(t) : !strcmp(rq->route->method, "GET"));
}

err_t req_run(struct req *rq, struct trip *t)
{
        err_t e;

        if (trip_run(t))
                return OK;
        e = trip_fault(rq, t);
        if (db_alive(rq->db))
                return e;
        rq->retry = has_no_effect(rq, t);
        rq->in_transaction = false;
        return e;
}

err_t req_query(struct req *rq, int sql, PGresult **out)
{
        struct trip t;
        err_t e;

        trip_start(&t, rq->db);
        req_add(rq, &t, sql);
        e = req_run(rq, &t);
        *out = e ? NULL : trip_take(&t, 0);
        trip_end(&t);
        return e;
}

static void clear_result(void *r)
{
        PQclear(r);
}

void req_reply_result(struct req *rq, int status, const char *content_type, PGresult *r)
{
        reply_text(rq->x, status, content_type, PQgetvalue(r, 0, 0), (size_t)PQgetlength(r, 0, 0));
        rq->x->reply.owned = r;
        rq->x->reply.free_owned = clear_result;
}

void req_reply_json(struct req *rq, int status, const char *text)
{
        reply_text(rq->x, status, "application/json", text, strlen(text));
}
