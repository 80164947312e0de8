#include "base/fault.h"

#include <stdarg.h>

err_t fault_set(struct fault *f, err_t e, const char *zh, const char *en, ...)
{
        va_list ap, again;

        va_start(ap, en);
        va_copy(again, ap);
        f->err = e;
        f->zh = arena_vprintf(f->arena, zh, ap);
        f->en = arena_vprintf(f->arena, en, again);
        va_end(again);
        va_end(ap);
        return e;
}

err_t fault_field(struct fault *f, err_t e, const char *where, const char *code, const char *zh, const char *en, ...)
{
        struct field_fault *ff = arena_take(f->arena, sizeof *ff);
        va_list ap, again;

        va_start(ap, en);
        va_copy(again, ap);
        ff->where = arena_text(f->arena, where);
        ff->code = code;
        ff->zh = arena_vprintf(f->arena, zh, ap);
        ff->en = arena_vprintf(f->arena, en, again);
        va_end(again);
        va_end(ap);
        if (f->last)
                f->last->next = ff;
        else
                f->fields = ff;
        f->last = ff;
        if (!f->err)
                f->err = e;
        return e;
}

err_t fault_field_text(struct fault *f, err_t e, const char *where, const char *code, const char *zh, const char *en)
{
        fault_field(f, e, where, code, "%s", "%s", zh);
        f->last->en = arena_text(f->arena, en);
        return e;
}

err_t fault_said(struct fault *f, err_t e, const char *zh, const char *en)
{
        f->err = e;
        f->zh = zh;
        f->en = en;
        return e;
}
