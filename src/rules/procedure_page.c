#include "judging.h"

#include <string.h>

static const char head[] = "# The procedure of a case\n\n"
                           "Made from the table in `src/rules/procedure_table.c` by `anjuan procedure`; a "
                           "test holds this page to it. An act\n"
                           "is open in the states named, to who holds the permission, when each condition "
                           "behind it is met. Numbers (days,\n"
                           "amounts) are rows of the catalogues by version, each with its article.\n\n"
                           "本页由程序中的事项表生成。每一事项在所列状态下、由有权限的人员、在条件全部满足时"
                           "办理；天数和金额在各目录中，按生效日期分版本，各有依据。\n\n"
                           "## States\n\n```mermaid\nstateDiagram-v2\n";

static bool is_drawn(const struct act_row *row, int from)
{
        return row->to != CASE_STATE_COUNT &&
               (row->from[PROCEDURE_ORDINARY] | row->from[PROCEDURE_SIMPLE]) & 1u << from &&
               (enum case_state)from != row->to;
}

static void add_arrows(struct text *t, const struct act_row *rows, size_t n)
{
        for (size_t i = 0; i < n; i++)
                for (int s = 0; s < CASE_STATE_COUNT; s++)
                        if (is_drawn(&rows[i], s))
                                text_addf(t, "    %s --> %s: %s\n",
                                          s == CASE_NEW ? "[*]" : case_state_terms[s].code,
                                          case_state_terms[rows[i].to].code, rows[i].kind);
        text_add(t, "    closed --> served: reopened\n    terminated --> filed: reopened\n"
                    "    transferred --> filed: transfer_returned\n    paid --> served: refunded\n");
        text_add(t, "```\n\n| state | 中文 | English |\n| --- | --- | --- |\n");
        for (int s = CASE_NEW + 1; s < CASE_STATE_COUNT; s++)
                text_addf(t, "| `%s` | %s | %s |\n", case_state_terms[s].code, case_state_terms[s].zh,
                          case_state_terms[s].en);
}

static void add_states(struct text *t, unsigned mask)
{
        bool first = true;

        for (int s = 0; s < CASE_STATE_COUNT; s++)
                if (mask & 1u << s) {
                        text_addf(t, "%s`%s`", first ? "" : ", ", case_state_terms[s].code);
                        first = false;
                }
}

static void add_fields(struct text *t, const char *name, unsigned bits)
{
        bool first = true;

        if (!bits)
                return;
        text_addf(t, "- %s: ", name);
        for (const struct act_field_row *f = act_fields; f->name; f++)
                if (bits & f->bit) {
                        text_addf(t, "%s`%s`", first ? "" : ", ", f->name);
                        first = false;
                }
        text_add(t, "\n");
}

static void add_list(struct text *t, const char *name, const char *const *words)
{
        if (!words)
                return;
        text_addf(t, "- %s: ", name);
        for (size_t i = 0; words[i]; i++)
                text_addf(t, "%s`%s`", i ? ", " : "", words[i]);
        text_add(t, "\n");
}

/* A text with its hole as an ellipsis. */
static const char *shown(struct arena *a, const char *text)
{
        const char *hole = strstr(text, "{}");

        return hole ? arena_printf(a, "%.*s…%s", (int)(hole - text), text, hole + 2) : text;
}

static void add_guards(struct text *t, const struct guard *const *guards)
{
        for (; guards && *guards; guards++)
                text_addf(t, "| `%s` | %s | %s | %s |\n", (*guards)->code,
                          (*guards)->article ? (*guards)->article : "—", shown(t->arena, (*guards)->zh),
                          shown(t->arena, (*guards)->en));
}

static const char guard_head[] = "\n| refused as | article | 中文 | English |\n| --- | --- | --- | --- |\n";

static void add_from(struct text *t, const struct act_row *row)
{
        text_add(t, "- from: ");
        add_states(t, row->from[PROCEDURE_ORDINARY]);
        if (row->from[PROCEDURE_SIMPLE] != row->from[PROCEDURE_ORDINARY]) {
                text_add(t, "; simple procedure: ");
                add_states(t, row->from[PROCEDURE_SIMPLE]);
        }
        if (row->to != CASE_STATE_COUNT)
                text_addf(t, " → `%s`%s", case_state_terms[row->to].code,
                          row->stays ? " (or the state stays)" : "");
        if (row->leads)
                text_add(t, " → the last step that still stands");
        text_add(t, "\n");
}

static void add_row(struct text *t, const struct act_row *row)
{
        text_addf(t, "\n## `%s` %s — %s\n\n", row->kind, row->zh, row->en);
        if (row->article)
                text_addf(t, "- article: %s\n", row->article);
        add_from(t, row);
        text_addf(t, "- permission: `%s`", row->permission);
        if (strcmp(row->permission, row->permission_simple) != 0)
                text_addf(t, "; simple procedure: `%s`", row->permission_simple);
        text_add(t, "\n");
        add_list(t, "also by units to which the case is open as", row->others);
        add_fields(t, "needs", row->needs);
        add_fields(t, "may have", row->may_have);
        add_list(t, "outcomes", row->outcomes);
        add_list(t, "not dated before", procedure_answers(row->kind));
        add_list(t, "not dated before the last", procedure_concludes(row->kind));
        add_list(t, "starts", row->starts);
        add_list(t, "meets", row->meets);
        add_list(t, "stops", row->stops);
        add_list(t, "resumes", row->resumes);
        if (row->while_suspended)
                text_add(t, "- open though the case is suspended\n");
        if (row->guards)
                text_add(t, guard_head);
        add_guards(t, row->guards);
}

const char *procedure_page(struct arena *a)
{
        struct text t = {.arena = a};
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        text_add(&t, head);
        add_arrows(&t, rows, n);
        text_add(&t, "\n## Conditions of every act\n");
        text_add(&t, guard_head);
        add_guards(&t, procedure_common_guards());
        for (size_t i = 0; i < n; i++)
                add_row(&t, &rows[i]);
        return text_str(&t);
}
