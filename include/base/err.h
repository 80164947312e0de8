/* Every way a request can end badly: one list gives the enum, the HTTP status, the stable code and the title. */
#pragma once

#include <stddef.h>

#define ERR_LIST(X)                                                                                         \
        X(BAD_REQUEST, 400, "bad-request", "请求有误", "The request is malformed")                           \
        X(UNAUTHENTICATED, 401, "unauthenticated", "未登录或登录已失效", "Sign in first")                    \
        X(FORBIDDEN, 403, "forbidden", "没有权限", "You may not do this")                                    \
        X(NOT_FOUND, 404, "not-found", "未找到", "Nothing here that you may see")                            \
        X(METHOD, 405, "method-not-allowed", "不支持的方法", "This method is not offered here")              \
        X(NOT_ACCEPTABLE, 406, "not-acceptable", "无法提供所要求的格式", "Not offered in that form")         \
        X(BODY_TIMEOUT, 408, "request-timeout", "请求超时", "The request took too long to arrive")           \
        X(CONFLICT, 409, "conflict", "与现有数据冲突", "It conflicts with what is there")                    \
        X(RULE, 409, "rule", "不符合办案规则", "A rule of procedure forbids it")                             \
        X(STILL_RUNNING, 409, "still-running", "相同请求正在处理", "The same request is still running")      \
        X(STALE, 412, "precondition-failed", "数据已被他人修改", "It has changed since you read it")         \
        X(TOO_LARGE, 413, "too-large", "请求体过大", "The body is too large")                                \
        X(URI_TOO_LONG, 414, "uri-too-long", "请求地址过长", "The address is too long")                      \
        X(MEDIA_TYPE, 415, "unsupported-media-type", "不支持的内容类型", "This content type is not taken")   \
        X(EXPECTATION, 417, "expectation-failed", "不支持的 Expect", "This expectation is not met here")     \
        X(INVALID, 422, "invalid", "内容不符合要求", "The content is not acceptable")                        \
        X(KEY_REUSED, 422, "idempotency-key-reused", "幂等键已用于其他请求", "The key was used for another request") \
        X(PRECONDITION_REQUIRED, 428, "precondition-required", "需要 If-Match", "If-Match is required")      \
        X(TOO_MANY, 429, "too-many-requests", "请求过于频繁", "Too many attempts")                           \
        X(HEADERS_TOO_LARGE, 431, "headers-too-large", "请求头过大", "The headers are too large")            \
        X(INTERNAL, 500, "internal", "服务器内部错误", "A fault of ours")                                    \
        X(UNAVAILABLE, 503, "unavailable", "服务暂不可用", "Not available just now")                         \
        X(TIMEOUT, 504, "timeout", "处理超时", "It took too long")

typedef enum err {
        OK = 0,
#define ERR_ENUM(name, status, code, zh, en) ERR_##name,
        ERR_LIST(ERR_ENUM)
#undef ERR_ENUM
        ERR_COUNT
} err_t;

struct err_info {
        int status;
        const char *code, *zh, *en;
};
const struct err_info *err_info(err_t e); /* never NULL; OK and unknown values give INTERNAL's */

#define MUST_USE __attribute__((warn_unused_result))
