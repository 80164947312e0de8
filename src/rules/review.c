#include "rules/review.h"

#include <string.h>

enum { REVIEW_TIMES_MAX = 1000 }; /* of one rule in one file */

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

static err_t check_plain(const struct review_item *item, const struct review_answer *a, size_t n,
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

static const struct review_rule *rule_of(const struct review_item *item, const char *code)
{
        for (size_t i = 0; code && i < item->n_rules; i++)
                if (!strcmp(item->rules[i].code, code))
                        return &item->rules[i];
        return NULL;
}

static bool is_named_before(const struct review_answer *a, size_t k)
{
        for (size_t i = 0; i < k; i++)
                if (!strcmp(a->found[i].rule, a->found[k].rule))
                        return true;
        return false;
}

static err_t check_found(const struct review_item *item, const struct review_answer *a, size_t n, size_t k,
                         struct fault *f)
{
        const struct review_rule *rule = rule_of(item, a->found[k].rule);
        const char *member = arena_printf(f->arena, "found/%zu/%s", k, rule ? "times" : "rule");
        int times = a->found[k].times;

        if (!rule)
                return answer_fault(f, n, member, "unknown", "该项没有这种扣分情形",
                                    "The item has no such rule of deduction");
        if (is_named_before(a, k))
                return answer_fault(f, n, member, "repeated", "该扣分情形已经列出", "The rule is named already");
        if (times < 1 || times > REVIEW_TIMES_MAX)
                return answer_fault(f, n, member, "range", "次数应当在 1 至 1000 之间", "The number of times is 1 to 1000");
        if (!rule->each && times != 1)
                return answer_fault(f, n, member, "range", "该情形只扣一次", "This rule deducts once");
        return OK;
}

static err_t check_deduction(const struct review_item *item, const struct review_answer *a, size_t n,
                             struct fault *f)
{
        err_t e, worst = OK;

        if (!a->n_found)
                return check_plain(item, a, n, f);
        if (a->deduction)
                worst = answer_fault(f, n, "deduction", "not_taken", "已列明扣分情形，扣分由系统计算",
                                     "The deduction follows from what was found");
        for (size_t k = 0; k < a->n_found; k++)
                if ((e = check_found(item, a, n, k, f)))
                        worst = e;
        return worst;
}

/* What the rules take stops at each rule's cap and at the points of the item. */
static int deduction_of(const struct review_item *item, const struct review_answer *a)
{
        int sum = a->deduction;

        for (size_t k = 0; k < a->n_found; k++) {
                const struct review_rule *rule = rule_of(item, a->found[k].rule);
                int part = rule->points * a->found[k].times;

                sum += rule->cap && part > rule->cap ? rule->cap : part;
        }
        return sum < item->points ? sum : item->points;
}

int review_deduction(const struct review_sheet *sheet, const struct review_answer *answer)
{
        for (size_t i = 0; i < sheet->n; i++)
                if (!strcmp(sheet->items[i].code, answer->item))
                        return deduction_of(&sheet->items[i], answer);
        return 0;
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
        if (item->always && answer == REVIEW_ANSWER_NOT_APPLICABLE)
                return answer_fault(f, n, "answer", "applies", "该项适用于所有案卷",
                                    "This item applies to every file");
        if (answer == REVIEW_ANSWER_DEDUCT)
                e = check_deduction(item, a, n, f);
        else if (a->deduction || a->n_found)
                e = answer_fault(f, n, "deduction", "not_taken", "此结论不扣分",
                                 "This answer deducts nothing");
        if (needs_remark(answer) && (!a->remark || !*a->remark))
                remark = answer_fault(f, n, "remark", "required", "扣分或者触发否决应当说明理由",
                                      "A deduction or a hit veto needs a remark");
        return e ? e : remark;
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
        ir->deducted = deduction_of(ir->item, a);
        ir->score = ir->item->points - ir->deducted;
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

enum review_grade review_grade_of(int total, bool vetoed, int excellent_min, int pass_min)
{
        if (vetoed || total < pass_min)
                return REVIEW_GRADE_FAIL;
        return total >= excellent_min ? REVIEW_GRADE_EXCELLENT : REVIEW_GRADE_PASS;
}

static void sum_up(const struct review_sheet *sheet, struct review_result *r)
{
        for (size_t i = 0; i < r->n; i++) {
                r->earned += r->items[i].score;
                r->vetoes += !strcmp(r->items[i].answer->answer, review_answer_codes[REVIEW_ANSWER_VETO]);
        }
        r->total = r->vetoes ? 0 : r->earned;
        r->grade = review_grade_of(r->total, r->vetoes, sheet->excellent_min, sheet->pass_min);
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

/* ---- the sheet itself ---- */

static err_t sheet_fault(struct fault *f, const char *where, const char *code, const char *zh, const char *en)
{
        return fault_field_text(f, ERR_INVALID, where, code, zh, en);
}

static void check_rule(const struct review_item *item, size_t i, size_t k, struct fault *f)
{
        const struct review_rule *rule = &item->rules[k];
        const char *at = arena_printf(f->arena, "/items/%zu/rules/%zu", i, k);

        for (size_t before = 0; before < k; before++)
                if (!strcmp(item->rules[before].code, rule->code))
                        sheet_fault(f, arena_printf(f->arena, "%s/rule_code", at), "duplicate", "该项已有同名扣分情形",
                                    "The item has a rule of this code already");
        if (rule->points < 1 || rule->points > item->points)
                sheet_fault(f, arena_printf(f->arena, "%s/points", at), "range", "扣分应当大于零，且不超过该项分值",
                            "A rule takes more than zero and at most the points of its item");
        if (rule->cap && rule->cap < rule->points)
                sheet_fault(f, arena_printf(f->arena, "%s/cap", at), "range", "上限不得低于一次的扣分",
                            "A cap is at least what the rule takes once");
}

static void check_points(const struct review_item *item, size_t i, struct fault *f)
{
        const char *at = arena_printf(f->arena, "/items/%zu", i);
        bool veto = !strcmp(item->kind, review_kind_codes[REVIEW_VETO]);

        if (veto && (item->points || item->step || item->n_rules))
                sheet_fault(f, arena_printf(f->arena, "%s/points", at), "not_taken", "否决项没有分值和扣分情形",
                            "A veto item has no points and no rules");
        if (!veto && item->points < 1)
                sheet_fault(f, arena_printf(f->arena, "%s/points", at), "range", "评分项的分值应当大于零",
                            "A scored item has points");
        if (!veto && item->step > item->points)
                sheet_fault(f, arena_printf(f->arena, "%s/step", at), "range", "最小扣分不得超过该项分值",
                            "The step is at most the points of the item");
        for (size_t k = 0; !veto && k < item->n_rules; k++)
                check_rule(item, i, k, f);
}

err_t review_sheet_check(const struct review_sheet *sheet, struct fault *f)
{
        int sum = 0;

        for (size_t i = 0; i < sheet->n; i++) {
                for (size_t before = 0; before < i; before++)
                        if (!strcmp(sheet->items[before].code, sheet->items[i].code))
                                sheet_fault(f, arena_printf(f->arena, "/items/%zu/item_code", i), "duplicate",
                                            "项目代码重复", "This code of an item is there already");
                check_points(&sheet->items[i], i, f);
                sum += sheet->items[i].points;
        }
        if (sheet->pass_min > sheet->excellent_min)
                sheet_fault(f, "/pass_min", "range", "合格线不得高于优秀线", "The threshold of a pass is at most that of excellent");
        if (sheet->excellent_min > sum)
                sheet_fault(f, "/excellent_min", "range", "优秀线高于总分", "The threshold of excellent is above all points together");
        return f->err;
}
