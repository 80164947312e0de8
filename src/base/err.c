#include "base/err.h"

static const struct err_info infos[ERR_COUNT] = {
#define ERR_ROW(name, status, code, zh, en) [ERR_##name] = {status, code, zh, en},
        ERR_LIST(ERR_ROW)
#undef ERR_ROW
};

const struct err_info *err_info(err_t e)
{
        return e > OK && e < ERR_COUNT ? &infos[e] : &infos[ERR_INTERNAL];
}
