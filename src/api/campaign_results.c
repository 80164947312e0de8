/* What a campaign found, from the results of its files: means with intervals, agreement, frequent problems. */
#include "api/cells.h"
#include "api/checklists.h"
#include "api/common.h"

#include "http/req.h"
#include "rules/agreement.h"
#include "rules/campaign.h"
#include "rules/estimate.h"
#include "sql_table.h"

#include <math.h>
#include <string.h>

enum { UNITS_MAX = 2000, CATEGORIES = 3, PART = 10000 };

/* ---- fields ---- */

#define NUMBER(member, zh_, en_) {.name = member, .type = F_INT, .flags = FIELD_REQUIRED, .zh = zh_, .en = en_}
#define MAYBE(member, zh_, en_) {.name = member, .type = F_INT, .flags = FIELD_REQUIRED | FIELD_NULL, .zh = zh_, .en = en_}

#define ESTIMATE_FIELDS                                                                                                       \
        NUMBER("closed", "范围内的案卷数", "Files in the population"), NUMBER("drawn", "抽取数", "Files drawn"),              \
        NUMBER("reviewed", "已评定的抽取案卷", "Drawn files that are scored"),                                                \
        MAYBE("mean", "平均分（百分之一分）；有分层尚无已评定案卷的为空", "Mean (hundredths of a point); null while a stratum has no scored file"), \
        MAYBE("low", "95% 区间下限；不足两卷的为空", "Lower end of the 95 % interval; null with fewer than two"),             \
        MAYBE("high", "95% 区间上限", "Upper end of the 95 % interval")
#define AGREEMENT_FIELDS                                                                                                      \
        NUMBER("files", "两人均已评查的案卷", "Files with two sheets"),                                                       \
        MAYBE("observed", "一致比例（万分之一）", "Share on which they agree (ten-thousandths)"),                             \
        MAYBE("kappa", "Cohen's kappa（万分之一）", "Cohen's kappa (ten-thousandths)"),                                       \
        MAYBE("kappa_low", "95% 区间下限", "Lower end of its 95 % interval"), MAYBE("kappa_high", "95% 区间上限", "Upper end"), \
        MAYBE("ac1", "Gwet's AC1（万分之一）", "Gwet's AC1 (ten-thousandths)"),                                               \
        MAYBE("ac1_low", "95% 区间下限", "Lower end of its 95 % interval"), MAYBE("ac1_high", "95% 区间上限", "Upper end")

static const struct field estimate_fields[] = {ESTIMATE_FIELDS, {0}};
static const struct field unit_fields[] = {
        {.name = "unit_id", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位", .en = "The unit"},
        {.name = "unit_name_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位名称", .en = "Its name, Chinese"},
        {.name = "unit_name_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .zh = "单位英文名称", .en = "Its name, English"},
        ESTIMATE_FIELDS,
        NUMBER("excellent", "优秀", "Excellent"),
        NUMBER("pass", "合格", "Pass"),
        NUMBER("fail", "不合格", "Fail"),
        {0},
};
static const struct field agreement_fields[] = {AGREEMENT_FIELDS, {0}};
static const struct field item_fields[] = {
        CHECKLIST_ITEM_FIELDS,
        {.name = "text_zh", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 2000, .zh = "内容", .en = "Text, Chinese"},
        {.name = "text_en", .type = F_TEXT, .flags = FIELD_REQUIRED, .max = 2000, .zh = "英文内容", .en = "Text, English"},
        NUMBER("reviewed", "已评定案卷中作答的评查表", "Sheets that stand and answer it"),
        NUMBER("not_applicable", "不适用", "Not applicable"),
        NUMBER("deducted", "扣分", "With a deduction"),
        NUMBER("vetoed", "触发否决", "With the veto hit"),
        {.name = "agreement", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_NULL, .fields = agreement_fields,
         .zh = "两人评查的一致性（无问题、扣分或否决、不适用）；只有法制部门和审计可见", .en = "Agreement of two (no defect, deduction or veto, not applicable); "
         "for the legal department and the auditor"},
        {0},
};
static const struct field result_fields[] = {
        {.name = "campaign_id", .type = F_UUID, .flags = FIELD_REQUIRED, .zh = "评查活动", .en = "The campaign"},
        {.name = "state", .type = F_TEXT, .flags = FIELD_REQUIRED, .choices = campaign_state_codes, .zh = "状态", .en = "State"},
        {.name = "city", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_NULL, .fields = estimate_fields,
         .zh = "全部单位；只有法制部门和审计可见", .en = "All units; for the legal department and the auditor"},
        {.name = "units", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = UNITS_MAX, .fields = unit_fields, .zh = "各单位；单位到反馈时看到本单位的",
         .en = "Units; a unit sees its own from the feedback on"},
        {.name = "agreement", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_NULL, .fields = agreement_fields, .zh = "两人评定等次的一致性",
         .en = "Agreement of two on the grade"},
        {.name = "items", .type = F_OBJECT, .flags = FIELD_REQUIRED | FIELD_LIST, .list_max = CHECKLIST_ITEMS_MAX, .fields = item_fields,
         .zh = "各项问题，多的在前", .en = "What was found by item, the most frequent first"},
        {0},
};
static const struct schema result_schema = {"CampaignResults", result_fields};

/* ---- from the database ---- */

static int64_t number_in(const json_t *o, const char *name)
{
        return json_integer_value(json_object_get(o, name));
}

static struct estimate_stratum stratum_of(const json_t *j, struct arena *a)
{
        const json_t *scores = json_object_get(j, "scores");
        size_t n = json_array_size(scores);
        double *values = arena_take(a, (n + 1) * sizeof *values);

        for (size_t i = 0; i < n; i++)
                values[i] = (double)json_integer_value(json_array_get(scores, i));
        return (struct estimate_stratum){.closed = number_in(j, "closed"), .scores = values, .n = n};
}

static json_t *rounded(bool known, double value, double unit)
{
        return known ? json_integer(llround(value * unit)) : json_null();
}

static void set_estimate(json_t *o, const struct estimate *e, int64_t closed, int64_t drawn, size_t reviewed)
{
        json_object_set_new(o, "closed", json_integer(closed));
        json_object_set_new(o, "drawn", json_integer(drawn));
        json_object_set_new(o, "reviewed", json_integer((json_int_t)reviewed));
        json_object_set_new(o, "mean", rounded(e->has_mean, e->mean, 1));
        json_object_set_new(o, "low", rounded(e->has_interval, e->low, 1));
        json_object_set_new(o, "high", rounded(e->has_interval, e->high, 1));
}

static void set_figure(json_t *o, const char *name, const struct agreement_figure *f)
{
        char low[32], high[32];

        snprintf(low, sizeof low, "%s_low", name);
        snprintf(high, sizeof high, "%s_high", name);
        json_object_set_new(o, name, rounded(f->known, f->value, PART));
        json_object_set_new(o, low, rounded(f->known, f->low, PART));
        json_object_set_new(o, high, rounded(f->known, f->high, PART));
}

/* matrix: rows of counts, the first reviewer's category by the second's; null: not for this reader. */
static json_t *agreement_in(const json_t *matrix)
{
        long counts[CATEGORIES * CATEGORIES] = {0};
        struct agreement g;
        json_t *o;

        if (!json_is_array(matrix))
                return json_null();
        for (size_t i = 0; i < CATEGORIES * CATEGORIES; i++)
                counts[i] = (long)json_integer_value(json_array_get(matrix, i));
        g = agreement_of(counts, CATEGORIES);
        o = json_pack("{s:I}", "files", (json_int_t)g.n);
        json_object_set_new(o, "observed", rounded(g.n > 0, g.observed, PART));
        set_figure(o, "kappa", &g.kappa);
        set_figure(o, "ac1", &g.ac1);
        return o;
}

static void copy(json_t *to, const json_t *from, const char *const *names)
{
        for (; *names; names++)
                json_object_set(to, *names, json_object_get(from, *names));
}

struct sums {
        int64_t closed, drawn;
        size_t reviewed;
};

static void add_up(struct sums *s, const json_t *stratum, size_t reviewed)
{
        s->closed += number_in(stratum, "closed");
        s->drawn += number_in(stratum, "drawn");
        s->reviewed += reviewed;
}

/* The strata from `at` that are of one unit, as a row; returns where the next unit starts. */
static size_t unit_row(const json_t *strata, const struct estimate_stratum *s, size_t at, double best, json_t *rows)
{
        static const char *const names[] = {"unit_id", "unit_name_zh", "unit_name_en", "excellent", "pass", "fail", NULL};
        const json_t *first = json_array_get(strata, at);
        const char *unit = json_string_value(json_object_get(first, "unit_id"));
        size_t end = at;
        struct sums sums = {0};
        struct estimate e;
        json_t *row = json_object();

        for (; end < json_array_size(strata) && !strcmp(json_string_value(json_object_get(json_array_get(strata, end), "unit_id")), unit); end++)
                add_up(&sums, json_array_get(strata, end), s[end].n);
        e = estimate_unit(s + at, end - at, best);
        copy(row, first, names);
        set_estimate(row, &e, sums.closed, sums.drawn, sums.reviewed);
        json_array_append_new(rows, row);
        return end;
}

static void set_units(json_t *out, const json_t *strata, bool whole, double best, struct arena *a)
{
        size_t n = json_array_size(strata);
        struct estimate_stratum *s = arena_take(a, (n + 1) * sizeof *s);
        json_t *rows = json_array(), *city = whole ? json_object() : json_null();
        struct sums sums = {0};

        for (size_t i = 0; i < n; i++) {
                s[i] = stratum_of(json_array_get(strata, i), a);
                add_up(&sums, json_array_get(strata, i), s[i].n);
        }
        for (size_t i = 0; i < n;)
                i = unit_row(strata, s, i, best, rows);
        if (whole) {
                struct estimate e = estimate_city(s, n, best);

                set_estimate(city, &e, sums.closed, sums.drawn, sums.reviewed);
        }
        json_object_set_new(out, "city", city);
        json_object_set_new(out, "units", rows);
}

static void set_items(json_t *out, const json_t *items)
{
        json_t *rows = json_array(), *row;
        size_t i;

        json_array_foreach((json_t *)items, i, row) {
                json_t *copied = json_copy(row);

                json_object_del(copied, "matrix");
                json_object_set_new(copied, "agreement", agreement_in(json_object_get(row, "matrix")));
                json_array_append_new(rows, copied);
        }
        json_object_set_new(out, "items", rows);
}

static err_t judge_results(struct req *rq, PGresult *r)
{
        json_auto_t *strata = json_loads(cell(r, "strata"), 0, NULL), *items = json_loads(cell(r, "items"), 0, NULL),
                    *grades = cell(r, "grades") ? json_loads(cell(r, "grades"), 0, NULL) : NULL, *out = json_object();
        char *dump;

        json_object_set_new(out, "campaign_id", json_string(req_arg(rq, "campaign_id")));
        json_object_set_new(out, "state", json_string(cell(r, "state")));
        set_units(out, strata, cell_is_true(r, "whole"), (double)number_of(cell(r, "best")), rq->arena);
        json_object_set_new(out, "agreement", agreement_in(grades));
        set_items(out, items);
        dump = json_dumps(out, JSON_COMPACT);
        req_set(rq, "results", arena_text(rq->arena, dump));
        free(dump);
        return OK;
}

/* ---- rows ---- */

const struct route campaign_result_routes[] = {
        {"GET", "/api/v1/campaigns/{campaign_id}/results", "getCampaignResults", "评查活动",
         .zh = "结果：各单位平均分和区间、全市、两人评查的一致性、常见问题；法制部门随时可见，单位到反馈时看到本单位的",
         .en = "Results: means and intervals of the units and the city, agreement, frequent problems; the legal department sees them at any time, a unit its own from "
               "the feedback on",
         .permission = "review.read", .flags = ROUTE_REPORT, .reply = &result_schema, .sql_facts = SQL_CAMPAIGN_RESULT_FACTS, .judge = judge_results,
         .sql = SQL_CAMPAIGN_RESULTS, .subject = "campaign_id", .example_login = "legal1.city",
         .example_path = "/api/v1/campaigns/" DEMO_UUID("0d004") "/results"},
        {0},
};
