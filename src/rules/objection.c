#include "rules/objection.h"

#include <string.h>

#define OBJECTION_ROW(name, code, zh, en) {code, zh, en},
#define OBJECTION_CODE(name, code, zh, en) code,
const struct term objection_outcome_terms[] = {OBJECTION_OUTCOME_LIST(OBJECTION_ROW){NULL}};
const char *const objection_outcome_codes[] = {OBJECTION_OUTCOME_LIST(OBJECTION_CODE) NULL};

static err_t fault_of(struct fault *f, size_t i, const char *member, const char *code, const char *zh, const char *en)
{
        return fault_field_text(f, ERR_INVALID, arena_printf(f->arena, "/items/%zu/%s", i, member), code, zh, en);
}

static const struct objection_finding *find(const struct objection_file *file, const char *item)
{
        for (size_t i = 0; i < file->n; i++)
                if (!strcmp(file->findings[i].item, item))
                        return &file->findings[i];
        return NULL;
}

static const struct objection_change *change_of(const struct objection_change *is, size_t n, const char *item)
{
        for (size_t i = 0; i < n; i++)
                if (!strcmp(is[i].item, item))
                        return &is[i];
        return NULL;
}

static err_t check_change(const struct objection_file *file, const struct objection_change *is, size_t i, struct fault *f)
{
        const struct objection_finding *x = find(file, is[i].item);

        if (!x || !x->objected)
                return fault_of(f, i, "item_code", "not_objected", "单位没有对该项提出异议", "The unit does not object to this item");
        if (change_of(is, i, is[i].item))
                return fault_of(f, i, "item_code", "duplicate", "同一项出现两次", "This item is named twice");
        if (is[i].is < 0 || (x->veto ? is[i].is != 0 : is[i].is >= x->deduction))
                return fault_of(f, i, "deduction", "range", "须少于原扣分；否决项只能撤销，即为 0",
                                "It must be less than it was; a veto is lifted, that is 0");
        return OK;
}

static err_t changes_fault(struct fault *f, const char *code, const char *zh, const char *en)
{
        return fault_field_text(f, ERR_INVALID, "/items", code, zh, en);
}

static bool leaves_nothing(const struct objection_file *file, const struct objection_change *is, size_t n)
{
        for (size_t i = 0; i < file->n; i++) {
                const struct objection_change *c = change_of(is, n, file->findings[i].item);

                if (file->findings[i].objected && (!c || c->is))
                        return false;
        }
        return true;
}

static err_t check(const char *outcome, const struct objection_file *file, const struct objection_change *is, size_t n, struct fault *f)
{
        err_t e = OK;

        if (strcmp(outcome, "partly"))
                return n ? changes_fault(f, "unknown", "只有部分成立才列明改动的项", "Items are named only where it is upheld in part") : OK;
        if (!n)
                return changes_fault(f, "required", "部分成立须列明改动的项", "What is upheld in part names the items");
        for (size_t i = 0; i < n; i++)
                if (check_change(file, is, i, f))
                        e = ERR_INVALID;
        if (!e && leaves_nothing(file, is, n))
                e = changes_fault(f, "mismatch", "异议的各项全部撤销，应为成立", "Nothing objected to is left: this is upheld");
        return e;
}

/* Adds what becomes of one finding. */
static void take(struct objection_result *out, const struct objection_finding *x, int is, bool lifted, int *left, int *given)
{
        if (is != x->deduction || lifted)
                out->changed[out->n++] = (struct objection_changed){x->item, x->veto, x->deduction, is};
        *given += x->deduction - is;
        *left += is;
        out->vetoed = out->vetoed || (x->veto && !lifted);
}

static int score_of(const struct objection_file *file, bool vetoed, int left, int given)
{
        int score = file->vetoed ? file->points - left : file->score + given;

        if (vetoed || score < 0)
                return 0;
        return score > file->points ? file->points : score;
}

err_t objection_decide(const char *outcome, const struct objection_file *file, const struct objection_change *is, size_t n,
                       struct objection_result *out, struct fault *f)
{
        err_t e = check(outcome, file, is, n, f);
        bool all = !strcmp(outcome, "upheld");
        int left = 0, given = 0;

        *out = (struct objection_result){.changed = arena_take(f->arena, sizeof *out->changed * (file->n + 1))};
        for (size_t i = 0; !e && i < file->n; i++) {
                const struct objection_finding *x = &file->findings[i];
                const struct objection_change *c = change_of(is, n, x->item);
                bool falls = (all && x->objected) || (c && !c->is);

                take(out, x, falls ? 0 : c ? c->is : x->deduction, x->veto && falls, &left, &given);
        }
        out->score = score_of(file, out->vetoed, left, given);
        out->grade = review_grade_of(out->score, out->vetoed, file->excellent_min, file->pass_min);
        return e;
}
