#include "api/cells.h"
#include "api/common.h"

#include "http/req.h"
#include "rules/allotment.h"
#include "rules/campaign.h"
#include "rules/procedure.h"
#include "sql_table.h"

#include <string.h>

enum { PEOPLE_MAX = 500, THIRD = 3 };

/* ---- fields ---- */

static const struct field assign_body[] = {
        {.name = "reviewers", .type = F_UUID, .flags = FIELD_LIST, .list_max = PEOPLE_MAX, .zh = "可指派的评查员；默认为今天的全部评查员",
         .en = "Among whom; by default all reviewers of today"},
        {.name = "case_id", .type = F_UUID, .zh = "只指派这一卷；默认为所有缺评查员的案卷", .en = "This file alone; by default all that lack reviewers"},
        {0},
};
static const struct field bar_body[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "本次评查的案卷", .en = "A file of the campaign"},
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "不评查该卷的人", .en = "Who does not review it"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "回避理由", .en = "Why"},
        {0},
};
static const struct field excuse_body[] = {
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "不予评查的理由", .en = "Why it is excused"},
        {0},
};
static const struct field third_body[] = {
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .min = 1, .max = 500, .zh = "交第三人评定的理由", .en = "Why it goes to a third person"},
        {0},
};
static const char *const bar_kinds[] = {"declined", "withdrawn", "declared", NULL};
static const struct field bar_fields[] = {
        {.name = "case_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "案件", .en = "The case"},
        {.name = "person_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "不评查该卷的人", .en = "Who does not review it"},
        {.name = "kind", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = bar_kinds, .zh = "谢绝、撤回或事先申明", .en = "Declined, withdrawn, or declared"},
        {.name = "reason", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 500, .zh = "理由", .en = "Why"},
        {.name = "recorded_by", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "何人登记", .en = "Who said so"},
        {.name = "recorded_at", .type = F_TIME, .flags = FIELD_REQUIRED, .zh = "时间", .en = "When"},
        {0},
};
static const struct schema bar_schema = {"ReviewBar", bar_fields};

/* ---- what the database says ---- */

static const char *member(const json_t *o, const char *name)
{
        return json_string_value(json_object_get(o, name));
}

static const json_t *list_in(const json_t *o, const char *name)
{
        return json_object_get(o, name);
}

static bool holds(const json_t *list, const char *text)
{
        for (size_t i = 0; i < json_array_size(list); i++)
                if (!strcmp(json_string_value(json_array_get(list, i)), text))
                        return true;
        return false;
}

static const char **ids_of(const json_t *list, const char *name, struct arena *a)
{
        const char **ids = arena_take(a, (json_array_size(list) + 1) * sizeof *ids);

        for (size_t i = 0; i < json_array_size(list); i++)
                ids[i] = name ? member(json_array_get(list, i), name) : json_string_value(json_array_get(list, i));
        return ids;
}

static size_t place_of(const char *const *ids, size_t n, const char *id)
{
        for (size_t i = 0; i < n; i++)
                if (!strcmp(ids[i], id))
                        return i;
        return n;
}

static void read_seed(const char *hex, unsigned char seed[SHA256_LEN])
{
        static const char digits[] = "0123456789abcdef";

        for (size_t i = 0; i < SHA256_LEN; i++)
                seed[i] = (unsigned char)((strchr(digits, hex[2 * i]) - digits) << 4 | (strchr(digits, hex[2 * i + 1]) - digits));
}

/* A row of `bars`: file, person, then what is so in the order of reviewer_facts. */
static unsigned char bar_bits(const json_t *row, bool blind)
{
        static const struct {
                size_t at;
                bool bars_when;
                enum allotment_bar bar;
        } bits[] = {{2, false, BAR_ROLE}, {3, true, BAR_UNIT}, {4, true, BAR_SUBJECT}, {5, true, BAR_OFFICER},
                    {6, true, BAR_PART},  {7, true, BAR_DECLINED}, {8, true, BAR_SEES}};
        unsigned char out = 0;

        for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
                if (json_is_true(json_array_get(row, bits[i].at)) == bits[i].bars_when && (blind || bits[i].bar != BAR_SEES))
                        out |= (unsigned char)(1u << bits[i].bar);
        return out;
}

struct plan {
        struct allotment m;
        const json_t *files;
        unsigned char *bars, *wants, *before; /* before: who had it already */
        bool *disputed;
};

/* How many reviewers each file gets in all; chosen among all drawn files, so that it does not matter which of them are assigned first. */
static void set_wants(struct plan *p, const json_t *facts, struct arena *a)
{
        const json_t *drawn = list_in(facts, "all_drawn");
        size_t n = json_array_size(drawn);
        const char **ids = ids_of(drawn, NULL, a);
        unsigned char *wants = arena_take(a, n + 1);

        allotment_doubles(p->m.seed, ids, n, (int)json_integer_value(json_object_get(facts, "double_share")), wants, a);
        for (size_t f = 0; f < p->m.n_files; f++) {
                size_t at = place_of(ids, n, p->m.files[f]);

                p->disputed[f] = !strcmp(member(json_array_get(p->files, f), "state"), campaign_file_codes[FILE_DISPUTED]);
                p->wants[f] = p->disputed[f] ? THIRD : at < n ? wants[at] : 1;
        }
}

/* Who reviews a file already counts, whether asked for or not. */
static void set_given(struct plan *p)
{
        for (size_t f = 0; f < p->m.n_files; f++) {
                const json_t *given = list_in(json_array_get(p->files, f), "given");
                size_t others = json_array_size(given);

                for (size_t r = 0; r < p->m.n_reviewers; r++) {
                        bool has = holds(given, p->m.reviewers[r]);

                        p->m.given[f * p->m.n_reviewers + r] = p->before[f * p->m.n_reviewers + r] = has;
                        others -= has;
                }
                p->wants[f] = p->wants[f] > others ? (unsigned char)(p->wants[f] - others) : 0;
        }
}

/* Who assigns one file by hand may name fewer than it wants: the others come later. */
static void want_no_more(struct plan *p)
{
        for (size_t f = 0; f < p->m.n_files; f++)
                if (p->wants[f] > p->m.n_reviewers)
                        p->wants[f] = (unsigned char)p->m.n_reviewers;
}

static void set_bars(struct plan *p, const json_t *facts)
{
        const json_t *bars = list_in(facts, "bars");
        bool blind = json_is_true(json_object_get(facts, "blind"));

        for (size_t i = 0; i < json_array_size(bars); i++) {
                const json_t *row = json_array_get(bars, i);
                size_t f = place_of(p->m.files, p->m.n_files, json_string_value(json_array_get(row, 0))),
                       r = place_of(p->m.reviewers, p->m.n_reviewers, json_string_value(json_array_get(row, 1)));

                if (f < p->m.n_files && r < p->m.n_reviewers)
                        p->bars[f * p->m.n_reviewers + r] = bar_bits(row, blind);
        }
}

static struct plan plan_of(const json_t *facts, struct arena *a)
{
        const json_t *files = list_in(facts, "files"), *reviewers = list_in(facts, "reviewers");
        size_t n = json_array_size(files), k = json_array_size(reviewers);
        int *loads = arena_take(a, (k + 1) * sizeof *loads);
        struct plan p = {.files = files, .bars = arena_take(a, n * k + 1), .wants = arena_take(a, n + 1), .before = arena_take(a, n * k + 1),
                         .disputed = arena_take(a, (n + 1) * sizeof *p.disputed)};

        for (size_t r = 0; r < k; r++)
                loads[r] = (int)json_integer_value(json_object_get(json_array_get(reviewers, r), "load"));
        p.m = (struct allotment){.n_files = n, .n_reviewers = k, .files = ids_of(files, "case_id", a), .reviewers = ids_of(reviewers, "person_id", a),
                                 .bars = p.bars, .wants = p.wants, .loads = loads, .given = arena_take(a, n * k + 1)};
        read_seed(member(facts, "seed"), p.m.seed);
        set_bars(&p, facts);
        set_wants(&p, facts, a);
        return p;
}

/* ---- what is written ---- */

static void add_wants(struct text *t, const struct plan *p)
{
        text_add(t, "[");
        for (size_t f = 0, n = 0; f < p->m.n_files; f++)
                if (!p->disputed[f])
                        text_addf(t, "%s{\"case_id\":\"%s\",\"wants\":%d}", n++ ? "," : "", p->m.files[f], p->wants[f]);
        text_add(t, "]");
}

static bool place_is_taken(const json_t *places, int place)
{
        for (size_t i = 0; i < json_array_size(places); i++)
                if (json_integer_value(json_array_get(places, i)) == place)
                        return true;
        return false;
}

static size_t add_given(struct text *t, const struct plan *p)
{
        size_t n = 0;

        text_add(t, "[");
        for (size_t f = 0; f < p->m.n_files; f++) {
                const json_t *places = list_in(json_array_get(p->files, f), "places");
                int place = p->disputed[f] ? THIRD : 1;

                for (size_t r = 0; r < p->m.n_reviewers; r++) {
                        if (!p->m.given[f * p->m.n_reviewers + r] || p->before[f * p->m.n_reviewers + r])
                                continue;
                        while (place_is_taken(places, place))
                                place++;
                        text_addf(t, "%s{\"case_id\":\"%s\",\"reviewer_id\":\"%s\",\"place\":%d}", n++ ? "," : "", p->m.files[f], p->m.reviewers[r],
                                  place++);
                }
        }
        text_add(t, "]");
        return n;
}

/* ---- judges ---- */

/* "3 of a unit that handled the case" … */
static const char *why_barred(const struct allotment_gap *g, bool english, struct arena *a)
{
        struct text t = {.arena = a};

        for (int b = 0; b < BAR_COUNT; b++)
                if (g->barred[b])
                        text_addf(&t, english ? "%s%zu: %s" : "%s%zu 人%s", t.len ? english ? ", " : "、" : "", g->barred[b],
                                  english ? allotment_bar_names[b].en : allotment_bar_names[b].zh);
        return t.len ? text_str(&t) : english ? "nobody is left" : "没有其他评查员";
}

/* Every file that lacks a reviewer is named, with what keeps how many away. */
static err_t gaps_fault(struct req *rq, const struct plan *p, const struct allotment_gap *gaps)
{
        struct judgement j = {0};
        struct unmet **last = &j.unmet;

        for (const struct allotment_gap *g = gaps; g; g = g->next, last = &(*last)->next) {
                const char *number = member(json_array_get(p->files, g->file), "number");

                *last = arena_take(rq->arena, sizeof **last);
                **last = (struct unmet){.code = "no_reviewer", .err = ERR_RULE,
                                        .zh = arena_printf(rq->arena, "案卷 %s 还缺 %d 名评查员：%s", number, g->missing, why_barred(g, false, rq->arena)),
                                        .en = arena_printf(rq->arena, "File %s lacks %d reviewers: %s", number, g->missing, why_barred(g, true, rq->arena))};
                j.n_unmet++;
        }
        return judgement_fault(&j, ERR_RULE, &rq->fault);
}

static const struct campaign_step *step_by(const char *act)
{
        const struct campaign_step *s = file_steps;

        while (strcmp(s->act, act))
                s++;
        return s;
}

static err_t check_campaign(struct req *rq, const char *state, const char *act)
{
        int at = term_find(campaign_state_terms, state);

        if (at >= 0 && step_by(act)->campaign & STATE_BIT(at))
                return OK;
        return fault_said(&rq->fault, ERR_RULE, "抽取之后、反馈之前才能进行此项操作", "This is open after the draw and until feedback is given");
}

static err_t check_asked(struct req *rq, const json_t *facts)
{
        err_t e = OK;

        if (json_array_size(list_in(facts, "unknown")))
                e = req_field_fault(rq, "reviewers", "unknown_ref", "其中有不存在的人员", "Some of these people do not exist");
        if (req_arg(rq, "case_id") && !json_array_size(list_in(facts, "files")))
                e = req_field_fault(rq, "case_id", "unknown_ref", "该案卷不在本次评查中，或者不再需要评查员",
                                    "This file is not in the campaign, or needs no reviewer any more");
        return e;
}

static err_t judge_assign(struct req *rq, PGresult *r)
{
        json_auto_t *facts = json_loads(cell(r, "facts"), 0, NULL);
        struct text wants = {.arena = rq->arena}, given = {.arena = rq->arena};
        struct allotment_gap *gaps;
        struct plan p;
        err_t e = check_campaign(rq, cell(r, "state"), "assign");

        if (e || (e = check_asked(rq, facts)))
                return e;
        p = plan_of(facts, rq->arena);
        add_wants(&wants, &p);
        set_given(&p);
        if (req_arg(rq, "case_id") && req_has(rq, "reviewers"))
                want_no_more(&p);
        if ((gaps = allotment_make(&p.m, rq->arena)))
                return gaps_fault(rq, &p, gaps);
        if (!add_given(&given, &p) && req_arg(rq, "case_id"))
                return fault_said(&rq->fault, ERR_RULE, "该案卷的评查员已满", "This file has all its reviewers");
        req_set(rq, "wants", text_str(&wants));
        req_set(rq, "given", text_str(&given));
        req_set(rq, "act", "assign");
        return OK;
}

static err_t judge_excuse(struct req *rq, PGresult *r)
{
        err_t e = check_campaign(rq, cell(r, "campaign_state"), "excuse");

        if (!e && !campaign_step_find(file_steps, campaign_file_terms, "excuse", cell(r, "state")))
                e = fault_said(&rq->fault, ERR_RULE, "该案卷已经评定或者已经不予评查", "This file is scored, or excused already");
        req_set(rq, "act", "excuse");
        return e;
}

/* Two who are to agree and do not leave it to a third person. */
static err_t judge_pass_on(struct req *rq, PGresult *r)
{
        err_t e = check_campaign(rq, cell(r, "campaign_state"), "pass_on");

        if (!e && (!campaign_step_find(file_steps, campaign_file_terms, "pass_on", cell(r, "state")) || !cell_is_true(r, "to_agree")))
                e = fault_said(&rq->fault, ERR_RULE, "此案卷没有两人待商定的得分", "There are not two who are to agree about this file");
        req_set(rq, "act", "pass_on");
        return e;
}

static err_t judge_bar(struct req *rq, PGresult *r)
{
        err_t e = check_campaign(rq, cell(r, "state"), "assign");

        if (e)
                return e;
        if (!cell(r, "unit_id"))
                e = req_field_fault(rq, "case_id", "unknown_ref", "该案卷不在本次评查中", "This file is not in the campaign");
        if (!cell(r, "person_id"))
                e = req_field_fault(rq, "person_id", "unknown_ref", "没有这个人员", "There is no such person");
        if (!e && cell_is_true(r, "there"))
                e = req_field_fault(rq, "person_id", "taken", "此人已不评查该卷", "This person is kept away already");
        if (!e && cell_is_true(r, "reviews"))
                e = req_field_fault(rq, "person_id", "taken", "此人正在评查该卷，请先撤回指派", "This person reviews the file; withdraw the assignment first");
        req_set(rq, "case_unit", cell(r, "unit_id"));
        return e;
}

/* ---- rows ---- */

#define A_REVIEWED "/api/v1/campaigns/" DEMO_UUID("0d003")

const struct route campaign_assign_routes[] = {
        {"POST", "/api/v1/campaigns/{campaign_id}/assign", "assignCampaign", "评查活动",
         .zh = "指派评查员：回避、负担均衡、按种子确定双人评查的案卷；不能全部指派的说明案卷和原因", .en = "Assign reviewers: nobody near the case, loads even, the seed tells which "
         "files two review; where it cannot be done, the files and reasons are told",
         .permission = "review.assign", .flags = ROUTE_IF_MATCH, .body = assign_body, .reply = &campaign_schema, .sql_lock = SQL_CAMPAIGN_LOCK,
         .sql_facts = SQL_CAMPAIGN_TO_ASSIGN, .judge = judge_assign, .sql_write = SQL_CAMPAIGN_ASSIGN, .sql_after = SQL_CAMPAIGN_NOTE, .sql = SQL_CAMPAIGN_GET,
         .subject = "campaign_id", .example_login = "legal1.city", .example_path = A_REVIEWED "/assign", .example_if_match = "\"2\"", .example_body = "{}"},
        {"POST", "/api/v1/campaigns/{campaign_id}/files/{case_id}/excuse", "excuseCampaignFile", "评查活动", .zh = "不予评查，注明理由；未提交的评查随之撤回",
         .en = "Excuse a file from review, with the reason; open sheets are withdrawn", .permission = "review.manage", .flags = ROUTE_IF_MATCH,
         .body = excuse_body, .reply = &campaign_file_schema, .sql_lock = SQL_CAMPAIGN_FILE_LOCK, .judge = judge_excuse, .sql_write = SQL_CAMPAIGN_FILE_EXCUSE,
         .sql_after = SQL_CAMPAIGN_NOTE, .sql = SQL_CAMPAIGN_FILE_GET, .subject = "case_id", .example_login = "legal1.city",
         .example_path = A_REVIEWED "/files/" DEMO_UUID("00142") "/excuse", .example_if_match = "\"1\"", .example_body = "{\"reason\":\"案卷移交法院，暂不能调阅\"}"},
        {"POST", "/api/v1/campaigns/{campaign_id}/files/{case_id}/third", "passOnCampaignFile", "评查活动", .zh = "两人商定不成的，注明理由交第三人评定",
         .en = "Where the two who are to agree do not: leave the file to a third person, with the reason", .permission = "review.assign", .flags = ROUTE_IF_MATCH,
         .body = third_body, .reply = &campaign_file_schema, .sql_lock = SQL_CAMPAIGN_FILE_DISAGREE, .judge = judge_pass_on, .sql_write = SQL_REVIEW_PASS_ON,
         .sql_after = SQL_CAMPAIGN_NOTE, .sql = SQL_CAMPAIGN_FILE_GET, .subject = "case_id", .example_login = "legal1.city",
         .example_path = "/api/v1/campaigns/" DEMO_UUID("0d005") "/files/" DEMO_UUID("00104") "/third", .example_if_match = "\"1\"",
         .example_body = "{\"reason\":\"两名评查员意见不一，商定不成\"}"},
        {"POST", "/api/v1/campaigns/{campaign_id}/bars", "addReviewBar", "评查活动", .zh = "登记评查员对某卷应当回避的其他情形", .en = "Note that somebody keeps away from a file for another reason",
         .permission = "review.assign", .flags = ROUTE_CREATES, .body = bar_body, .reply = &bar_schema, .sql_lock = SQL_REVIEW_BAR_FACTS, .judge = judge_bar,
         .sql_write = SQL_REVIEW_BAR_ADD, .sql = SQL_REVIEW_BAR_GET, .subject = "case_id", .location = "/api/v1/campaigns/{campaign_id}/bars",
         .example_login = "legal1.city", .example_path = A_REVIEWED "/bars",
         .example_body = "{\"case_id\":\"" DEMO_UUID("00144") "\",\"person_id\":\"" DEMO_UUID("0000d") "\",\"reason\":\"与当事人有亲属关系\"}"},
        {"GET", "/api/v1/campaigns/{campaign_id}/bars", "listReviewBars", "评查活动", .zh = "回避情况：谢绝的、撤回的、申明的", .en = "Who keeps away from which file: declined, withdrawn, declared",
         .permission = "review.assign", .flags = ROUTE_LIST, .reply = &bar_schema, .sql = SQL_REVIEW_BARS, .example_login = "legal1.city",
         .example_path = A_REVIEWED "/bars"},
        {0},
};
