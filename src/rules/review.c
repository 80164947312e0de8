#include "rules/review.h"

#include <string.h>

#define REVIEW_ROW(name, code, zh, en) {code, zh, en},
#define REVIEW_CODE(name, code, zh, en) code,
#define REVIEW_TERMS(which, LIST)                                                                            \
        const struct term review_##which##_terms[] = {LIST(REVIEW_ROW){NULL}};                               \
        const char *const review_##which##_codes[] = {LIST(REVIEW_CODE) NULL};

REVIEW_TERMS(stage, REVIEW_STAGE_LIST)
REVIEW_TERMS(kind, REVIEW_KIND_LIST)
REVIEW_TERMS(answer, REVIEW_ANSWER_LIST)
REVIEW_TERMS(grade, REVIEW_GRADE_LIST)

static const bool takes[REVIEW_KIND_COUNT][REVIEW_ANSWER_COUNT] = {
    [REVIEW_VETO] = {[REVIEW_ANSWER_NO_DEFECT] = true,
                     [REVIEW_ANSWER_VETO] = true,
                     [REVIEW_ANSWER_NOT_APPLICABLE] = true},
    [REVIEW_SCORED] = {[REVIEW_ANSWER_NO_DEFECT] = true,
                       [REVIEW_ANSWER_DEDUCT] = true,
                       [REVIEW_ANSWER_NOT_APPLICABLE] = true},
};

/* A fault of the n-th answer, in one of its members. */
static err_t answer_fault(struct fault *f, size_t n, const char *member, const char *code, const char *zh,
                          const char *en)
{
        const char *where = arena_printf(f->arena, "/answers/%zu/%s", n, member);

        return fault_field_text(f, ERR_INVALID, where, code, zh, en);
}

static struct review_item_result *result_of(const struct review_result *r, const char *item)
{
        for (size_t i = 0; item && i < r->n; i++)
                if (!strcmp(r->items[i].item->code, item))
                        return &r->items[i];
        return NULL;
}

static err_t check_deduction(const struct review_item *item, const struct review_answer *a, size_t n,
                             struct fault *f)
{
        if (a->deduction < 1)
                return answer_fault(f, n, "deduction", "range", "扣分应当大于零",
                                    "A deduction is above zero");
        if (a->deduction > item->points)
                return answer_fault(f, n, "deduction", "range", "扣分不得超过该项分值",
                                    "A deduction is at most the points of the item");
        if (item->step > 0 && a->deduction % item->step)
                return answer_fault(f, n, "deduction", "step", "扣分应当是该项最小扣分单位的整数倍",
                                    "A deduction is a multiple of the step of the item");
        return OK;
}

static bool needs_remark(int answer)
{
        return answer == REVIEW_ANSWER_DEDUCT || answer == REVIEW_ANSWER_VETO;
}

/* Every fault of one answer to a known item. */
static err_t check_answer(const struct review_item *item, const struct review_answer *a, size_t n,
                          struct fault *f)
{
        int kind = term_find(review_kind_terms, item->kind),
            answer = term_find(review_answer_terms, a->answer);
        err_t e = OK, remark = OK;

        if (answer < 0)
                return answer_fault(f, n, "answer", "choice", "没有这种评查结论", "There is no such answer");
        if (!takes[kind][answer])
                return answer_fault(f, n, "answer", "choice", "该类评查项不接受此结论",
                                    "An item of this kind does not take this answer");
        if (answer == REVIEW_ANSWER_DEDUCT)
                e = check_deduction(item, a, n, f);
        else if (a->deduction)
                e = answer_fault(f, n, "deduction", "not_taken", "此结论不扣分",
                                 "This answer deducts nothing");
        if (needs_remark(answer) && (!a->remark || !*a->remark))
                remark = answer_fault(f, n, "remark", "required", "扣分或者触发否决应当说明理由",
                                      "A deduction or a hit veto needs a remark");
        return e ? e : remark;
}

static int score_of(const struct review_item *item, const struct review_answer *a)
{
        int left = item->points - a->deduction;

        return left > 0 ? left : 0;
}

/* In a part of a sheet an answer may be taken back: NULL. */
static err_t take_answer(struct review_result *r, const struct review_answer *a, size_t n, bool part,
                         struct fault *f)
{
        struct review_item_result *ir = result_of(r, a->item);
        err_t e;

        if (!ir)
                return answer_fault(f, n, "item_code", "unknown", "评查表没有该项",
                                    "The checklist has no such item");
        if (ir->answer)
                return answer_fault(f, n, "item_code", "repeated", "该项已经作答",
                                    "The item is answered already");
        ir->answer = a;
        if (!a->answer && part)
                return OK;
        if ((e = check_answer(ir->item, a, n, f)))
                return e;
        ir->score = score_of(ir->item, a);
        return OK;
}

/* One fault that names them all: a sheet left empty is one mistake, not sixty. */
static err_t check_complete(const struct review_result *r, struct fault *f)
{
        struct text missing = {.arena = f->arena};

        for (size_t i = 0; i < r->n; i++)
                if (!r->items[i].answer)
                        text_addf(&missing, "%s%s", missing.len ? ", " : "", r->items[i].item->code);
        if (!missing.len)
                return OK;
        return fault_field(f, ERR_INVALID, "/answers", "missing", "尚未作答：%s", "Not answered yet: %s",
                           text_str(&missing));
}

static enum review_grade grade_of(const struct review_sheet *sheet, const struct review_result *r)
{
        if (r->vetoes || r->total < sheet->pass_min)
                return REVIEW_GRADE_FAIL;
        return r->total >= sheet->excellent_min ? REVIEW_GRADE_EXCELLENT : REVIEW_GRADE_PASS;
}

static void sum_up(const struct review_sheet *sheet, struct review_result *r)
{
        for (size_t i = 0; i < r->n; i++) {
                r->earned += r->items[i].score;
                r->vetoes += !strcmp(r->items[i].answer->answer, review_answer_codes[REVIEW_ANSWER_VETO]);
        }
        r->total = r->vetoes ? 0 : r->earned;
        r->grade = grade_of(sheet, r);
}

static err_t lay_out(const struct review_sheet *sheet, struct review_result *r, struct arena *a)
{
        *r = (struct review_result){.items = arena_take(a, sheet->n * sizeof *r->items + 1), .n = sheet->n};
        for (size_t i = 0; i < sheet->n; i++) {
                if (term_find(review_kind_terms, sheet->items[i].kind) < 0)
                        return ERR_INTERNAL;
                r->items[i].item = &sheet->items[i];
        }
        return OK;
}

static err_t take_answers(struct review_result *r, const struct review_answer *answers, size_t n, bool part,
                          struct fault *f)
{
        err_t e, worst = OK;

        for (size_t i = 0; i < n; i++)
                if ((e = take_answer(r, &answers[i], i, part, f)))
                        worst = e;
        return worst;
}

err_t review_check(const struct review_sheet *sheet, const struct review_answer *answers, size_t n,
                   struct fault *f)
{
        struct review_result r;
        err_t e = lay_out(sheet, &r, f->arena);

        return e ? e : take_answers(&r, answers, n, true, f);
}

err_t review_score(const struct review_sheet *sheet, const struct review_answer *answers, size_t n,
                   struct review_result *out, struct fault *f)
{
        err_t e = lay_out(sheet, out, f->arena), worst;

        if (e)
                return e;
        worst = take_answers(out, answers, n, false, f);
        if ((e = check_complete(out, f)) || worst)
                return e ? e : worst;
        sum_up(sheet, out);
        return OK;
}
