#include "api/deadlines.h"
#include "api/case_facts.h"
#include "api/cells.h"
#include "api/common.h"
#include "api/law.h"

#include "rules/clue.h"
#include "rules/procedure.h"
#include "sql_table.h"

#include <stdlib.h>
#include <string.h>

/* ---- with each act ---- */

static void set_rows(struct req *rq, const char *id, const struct term_effects *(*table)(size_t *n), const struct history *h, int64_t owed,
                     day_t today, const struct clock_law *law)
{
        size_t n_effects, n;
        const struct term_effects *effects = table(&n_effects);
        struct deadline *d = deadlines_find(h, effects, n_effects, owed, law, today, rq->arena, &n);
        struct text t = {.arena = rq->arena};

        text_add(&t, "[");
        deadline_rows_json(&t, id, d, n, law, rq->arena);
        text_add(&t, "]");
        req_set(rq, "deadlines", text_str(&t));
}

err_t deadlines_of(struct req *rq, const PGresult *facts, const struct history *h, int64_t owed, const char *cause)
{
        AUTO_LAW law = NULL;
        err_t e = law_take(rq, atoi(cell(facts, "law_version")), false, &law);

        if (e)
                return e;
        set_rows(rq, req_arg(rq, "case_id"), term_effects_table, h, owed, day_of(cell(facts, "today")), law_clock(law));
        req_set(rq, "cases", arena_printf(rq->arena, "[\"%s\"]", req_arg(rq, "case_id")));
        req_set(rq, "cause_act", cause);
        return OK;
}

err_t clue_deadlines_args(struct req *rq, const PGresult *facts, const char *received_on)
{
        struct past_event act = {.kind = "registered", .happened_on = day_of(received_on)};
        struct history h = history_read(NULL, &act, rq->arena);
        AUTO_LAW law = NULL;
        err_t e = law_take(rq, atoi(cell(facts, "law_version")), false, &law);

        if (!e)
                set_rows(rq, req_arg(rq, "clue_id"), clue_effects, &h, 0, day_of(cell(facts, "today")), law_clock(law));
        return e;
}

/* ---- as known then ---- */

/* Computed anew from the acts and the law that were known; what stood there then was computed from the same. */
static err_t judge_as_of(struct req *rq, PGresult *r)
{
        struct history h = history_read(cell(r, "events"), NULL, rq->arena);
        AUTO_LAW law = NULL;
        err_t e = law_take(rq, atoi(cell(r, "law_version")), true, &law);

        if (e)
                return e;
        set_rows(rq, req_arg(rq, "case_id"), term_effects_table, &h, number_of(cell(r, "fine_fen")), day_of(cell(r, "today")), law_clock(law));
        req_set(rq, "known", arena_text(rq->arena, cell(r, "known")));
        req_set(rq, "known_version", arena_text(rq->arena, cell(r, "version")));
        req_set(rq, "today", arena_text(rq->arena, cell(r, "today")));
        return OK;
}

/* ---- fields ---- */

static const struct field entry_fields[] = {
        {.name = "from", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "起", .en = "First day"},
        {.name = "to", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "止", .en = "Last day"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"holiday", "workday", NULL},
         .zh = "放假或者调休上班", .en = "Days off, or make-up days of work"},
        {.name = "name", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "节日", .en = "The festival"},
        {0},
};

const struct field deadline_step_fields[] = {
        {.name = "rule", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = deadline_step_codes, .zh = "计算步骤", .en = "What the step does"},
        {.name = "zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "步骤说明", .en = "The same in Chinese"},
        {.name = "en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "步骤说明（英文）", .en = "The same in English"},
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "条款", .en = "Article"},
        {.name = "act", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "来自哪一事件（或者哪一期限）",
         .en = "Kind of the act (or code of the term) it comes from"},
        {.name = "count", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "数量", .en = "How many"},
        {.name = "unit", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = term_unit_codes, .zh = "单位", .en = "Of what"},
        {.name = "working", .type = F_BOOL, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "按工作日", .en = "In working days"},
        {.name = "from", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "所涉时段起", .en = "First day it speaks of"},
        {.name = "to", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "所涉时段止", .en = "Last day it speaks of"},
        {.name = "calendar", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 10000, .fields = entry_fields,
         .zh = "所用的放假调休日", .en = "Days of the notices that were used"},
        {.name = "shift", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "日期移动的天数", .en = "Days by which it moves the date"},
        {.name = "on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "移动后的日期", .en = "Where the date stands then"},
        {0},
};

static const struct field change_fields[] = {
        {.name = "was_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "原期限", .en = "The date before"},
        {.name = "is_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "新期限", .en = "The date since"},
        {.name = "cause", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = (const char *const[]){"act", "law", NULL}, .zh = "原因：办案事件或者法律日历变更",
         .en = "Cause: an act, or a change of law or calendar"},
        {.name = "act", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "事件种类", .en = "Kind of that act"},
        {.name = "law_version", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "法律日历版本", .en = "That change of the law"},
        {.name = "changed_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "变更时间", .en = "When"},
        {0},
};

#define TERM_FIELDS                                                                                                           \
        {.name = "code", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "期限代码", .en = "Code of the term"},                \
        {.name = "nth", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "本案第几次", .en = "The first, second … in this case"}, \
        {.name = "name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "期限名称", .en = "Its name in Chinese"},           \
        {.name = "name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "期限名称（英文）", .en = "Its name in English"},   \
        {.name = "article", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "依据", .en = "Article"},                          \
        {.name = "party_right", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "当事人的权利期间", .en = "A right of a party, not a duty"}, \
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = deadline_state_codes, .zh = "状态（截至今日）",   \
         .en = "State as of today"},                                                                                          \
        {.name = "provisional", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "暂定：所涉年份的放假安排尚未公布",            \
         .en = "Provisional: it depends on a year whose notice is not known yet"},                                            \
        {.name = "days_left", .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "剩余天数（中止时为尚需计算的天数）",   \
         .en = "Days left (while stopped: days still to count)"}

static const struct field deadline_fields[] = {
        TERM_FIELDS,
        {.name = "verified", .type = F_BOOL, .flags = FIELD_REQUIRED, .zh = "期限已与法律文本核对", .en = "Checked against the text of the law"},
        {.name = "started_by", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "起算事件", .en = "Kind of the act that started it"},
        {.name = "start_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "起算事件日期", .en = "Day of that act"},
        {.name = "due_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "期满日", .en = "The last day"},
        {.name = "met_on", .type = F_DATE, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "完成日期", .en = "Day it was met"},
        {.name = "ended_by", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "完成或者终结它的事件", .en = "Kind of the act that ended it"},
        {.name = "term_version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "期限规定的版本", .en = "Version of the term"},
        {.name = "law_version", .type = F_INT, .flags = FIELD_REQUIRED, .zh = "法律日历版本", .en = "Calendar and terms as of this change"},
        {.name = "steps", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = deadline_step_fields, .zh = "计算过程",
         .en = "How it was computed: the shifts add up to the date"},
        {.name = "changes", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .fields = change_fields,
         .zh = "期限变更记录", .en = "How the date moved"},
        {0},
};
static const struct field case_deadlines_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "today", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "今日（上海）", .en = "Today in Shanghai"},
        {.name = "deadlines", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = 100000, .fields = deadline_fields,
         .zh = "期限", .en = "Deadlines"},
        {0},
};
static const struct field clue_deadlines_fields[] = {
        {.name = "clue_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "线索", .en = "The clue"},
        {.name = "today", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "今日（上海）", .en = "Today in Shanghai"},
        {.name = "deadlines", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .fields = deadline_fields, .zh = "期限", .en = "Deadlines"},
        {0},
};
static const struct schema clue_deadlines_schema = {"ClueDeadlines", clue_deadlines_fields};
static const struct schema case_deadlines_schema = {"CaseDeadlines", case_deadlines_fields};

static const struct field work_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "案件；线索为空", .en = "The case; null: of a clue"},
        {.name = "clue_id", .type = F_UUID, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = "线索；案件为空", .en = "The clue; null: of a case"},
        {.name = "number", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .max = 100, .zh = "案号", .en = "Case number"},
        {.name = "title", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "案件名称", .en = "Title"},
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "承办单位", .en = "Handling unit"},
        {.name = "case_state", .type = F_TEXT, .flags = FIELD_REQUIRED | FIELD_NULL, .choices = case_state_codes, .zh = "案件状态", .en = "State of the case"},
        {.name = "due_on", .type = F_DATE, .flags = FIELD_REQUIRED, .zh = "期满日", .en = "The last day"},
        TERM_FIELDS,
        {0},
};
static const struct schema work_schema = {"WorklistItem", work_fields};

static const struct field work_query[] = {
        {.name = "view", .type = F_TEXT, .choices = (const char *const[]){"overdue", "due_soon", "waiting", "duties", NULL},
         .zh = "overdue 已逾期，due_soon 临期，waiting 待本人审批或者法制审核，duties 全部义务期限；省略则包括当事人的权利期间",
         .en = "overdue, due_soon, waiting for my approval or legal review, or all duties; left out: the rights of parties too"},
        {.name = "mine", .type = F_BOOL, .zh = "只看本人承办的案件", .en = "Only cases of which I am an officer"},
        {.name = "within_days", .type = F_INT, .min = 0, .max = 366, .zh = "due_soon：几日内期满；默认按系统参数",
         .en = "due_soon: within so many days; by default as the house has set"},
        {.name = "unit_id", .type = F_TEXT, .min = 1, .max = 32, .zh = "承办单位", .en = "Handling unit"},
        {0},
};

const struct route deadline_routes[] = {
        {"GET", "/api/v1/cases/{case_id}/deadlines", "listCaseDeadlines", "期限", .zh = "案件的全部期限，附计算过程和变更记录",
         .en = "The deadlines of a case, how each was computed and how it moved", .permission = "case.read",
         .query = as_of_query, .reply = &case_deadlines_schema, .facts_for = "as_of", .sql_facts = SQL_DEADLINE_AS_OF,
         .judge = judge_as_of, .sql = SQL_DEADLINE_LIST, .subject = "case_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/cases/" DEMO_UUID("00101") "/deadlines"},
        {"GET", "/api/v1/clues/{clue_id}/deadlines", "listClueDeadlines", "期限", .zh = "线索的期限，附计算过程和变更记录",
         .en = "The deadlines of a clue, how each was computed and how it moved", .permission = "clue.read", .reply = &clue_deadlines_schema,
         .sql = SQL_CLUE_DEADLINE_LIST, .subject = "clue_id", .example_login = "officer1.huangpu",
         .example_path = "/api/v1/clues/" DEMO_UUID("00401") "/deadlines"},
        {"GET", "/api/v1/worklist", "getWorklist", "期限", .zh = "待办：案件和线索进行中的期限，先到期的在前", .en = "Running deadlines of cases and clues, the first to end first",
         .permission = "case.read", .flags = ROUTE_LIST, .query = work_query, .reply = &work_schema, .sql = SQL_WORKLIST_UNIT,
         .example_login = "officer1.huangpu", .example_path = "/api/v1/worklist?view=duties&limit=20"},
        {0},
};
