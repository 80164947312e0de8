#include "api/password.h"

#include "base/password.h"

#include <string.h>
#include <unistr.h>

err_t password_args(struct req *rq, const char *field)
{
        const char *password = req_arg(rq, field);
        struct password_record r;

        if (u8_mbsnlen((const uint8_t *)password, strlen(password)) < (size_t)rq->settings->password_min)
                return fault_field(&rq->fault, ERR_INVALID, arena_printf(rq->arena, "/%s", field), "length",
                                   "密码至少 %d 个字符", "A password has at least %d characters", rq->settings->password_min);
        if (!password_new(password, rq->settings->hash_ops, rq->settings->hash_mem, &r))
                return fault_set(&rq->fault, ERR_UNAVAILABLE, "暂时无法处理密码", "Passwords cannot be processed just now");
        req_set(rq, "salt", r.salt);
        req_set(rq, "verifier", r.verifier);
        req_set(rq, "ops", arena_printf(rq->arena, "%lld", r.ops));
        req_set(rq, "mem", arena_printf(rq->arena, "%lld", r.mem));
        return OK;
}
