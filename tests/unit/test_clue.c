#include "rules/clue.h"
#include "unit.h"

#include <string.h>

static const char *const all[] = {"clue.create", "clue.write", "case.approve", "case.create", NULL};

static struct clue_facts facts_of(const char *verification, const char *approval)
{
        return (struct clue_facts){.status = "registered", .received_on = 100, .last_on = 110, .today = 120, .verification = verification,
                                   .approval = approval, .proposal = approval ? "file" : NULL, .permissions = all};
}

static struct clue_act act_of(const char *kind, const char *outcome)
{
        return (struct clue_act){.kind = kind, .happened_on = 115, .outcome = outcome, .reason = "理由"};
}

/* The codes of all that is unmet, separated by spaces. */
static const char *unmet(const struct clue_facts *f, const struct clue_act *a)
{
        static char out[200];
        struct arena arena = {0};
        struct judgement j;
        err_t e = clue_judge(f, a, &arena, &j);

        out[0] = '\0';
        for (const struct unmet *u = j.unmet; u; u = u->next) {
                strcat(out, out[0] ? " " : "");
                strcat(out, u->code);
        }
        ck_assert_int_eq(e == OK, j.unmet == NULL);
        arena_free(&arena);
        return out;
}

START_TEST(each_guard_speaks_for_itself)
{
        struct clue_facts fresh = facts_of(NULL, NULL), done = facts_of("founded", NULL), pending = facts_of("founded", "requested"), f;
        struct clue_act verify = act_of("verified", "founded"), ask = act_of("approval_requested", "file"), decide = act_of("approval_decided", "approved"), a;

        ck_assert_str_eq(unmet(&fresh, &verify), "");
        ck_assert_str_eq(unmet(&done, &ask), "");
        ck_assert_str_eq(unmet(&pending, &decide), "");
        ck_assert_str_eq(unmet(&fresh, &ask), "clue_verified");
        ck_assert_str_eq(unmet(&done, &decide), "approval_asked");
        ck_assert_str_eq(unmet(&pending, &ask), "approval_pending");
        ck_assert_str_eq(unmet(&pending, &verify), "approval_pending");
        f = fresh;
        f.status = "merged";
        ck_assert_str_eq(unmet(&f, &verify), "state");
        f = pending;
        f.permissions = (const char *const[]){"clue.write", NULL};
        ck_assert_str_eq(unmet(&f, &decide), "permission");
        a = verify;
        a.outcome = "approved";
        ck_assert_str_eq(unmet(&fresh, &a), "choice");
        a = verify;
        a.reason = NULL;
        ck_assert_str_eq(unmet(&fresh, &a), "required");
        a = decide;
        a.reason = NULL;
        ck_assert_str_eq(unmet(&pending, &a), "");
        a.outcome = "refused";
        ck_assert_str_eq(unmet(&pending, &a), "required");
        a = verify;
        a.happened_on = 121;
        ck_assert_str_eq(unmet(&fresh, &a), "range");
        a.happened_on = 109;
        ck_assert_str_eq(unmet(&fresh, &a), "in_order");
}
END_TEST

/* From wherever a clue stands some act leads on, to an approval in the end. */
START_TEST(no_clue_is_stuck)
{
        static const char *const approvals[] = {NULL, "requested", "approved", "refused"};

        for (int v = 0; v < 2; v++)
                for (int p = 0; p < 4; p++) {
                        struct clue_facts f = facts_of(v ? "founded" : NULL, approvals[p]);
                        struct clue_act verify = act_of("verified", "founded"), ask = act_of("approval_requested", "file"),
                                        decide = act_of("approval_decided", "approved");

                        if (p && !v)
                                continue;
                        ck_assert(!*unmet(&f, &verify) || !*unmet(&f, &ask) || !*unmet(&f, &decide));
                }
}
END_TEST

START_TEST(the_lists_of_kinds_are_those_of_the_table)
{
        size_t n, posted = 0;
        const struct clue_act_row *rows = clue_acts(&n);

        for (size_t i = 0; i < n; i++) {
                ck_assert_str_eq(clue_act_kinds[i], rows[i].kind);
                if (rows[i].posted)
                        ck_assert_str_eq(clue_posted_kinds[posted++], rows[i].kind);
        }
        ck_assert_ptr_null(clue_act_kinds[n]);
        ck_assert_ptr_null(clue_posted_kinds[posted]);
        ck_assert_ptr_null(clue_act_row("nothing"));
}
END_TEST

UNIT_MAIN("clue", each_guard_speaks_for_itself, no_clue_is_stuck, the_lists_of_kinds_are_those_of_the_table)
