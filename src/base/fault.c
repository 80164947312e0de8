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

err_t fault_field_said(struct fault *f, err_t e, const char *where, const char *code, const char *zh,
                       const char *en)
{
        struct field_fault *ff = arena_take(f->arena, sizeof *ff);

        *ff = (struct field_fault){.where = arena_text(f->arena, where), .code = code, .zh = zh, .en = en};
        if (f->last)
                f->last->next = ff;
        else
                f->fields = ff;
        f->last = ff;
        if (!f->err)
                f->err = e;
        return e;
}

err_t fault_field(struct fault *f, err_t e, const char *where, const char *code, const char *zh,
                  const char *en, ...)
{
        const char *said_zh, *said_en;
        va_list ap, again;

        va_start(ap, en);
        va_copy(again, ap);
        said_zh = arena_vprintf(f->arena, zh, ap);
        said_en = arena_vprintf(f->arena, en, again);
        va_end(again);
        va_end(ap);
        return fault_field_said(f, e, where, code, said_zh, said_en);
}
