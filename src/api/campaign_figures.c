#include "api/campaigns.h"
#include "api/cells.h"

#include "rules/agreement.h"
#include "rules/estimate.h"
#include "rules/review.h"

#include <math.h>
#include <string.h>

enum { CATEGORIES = 3 };

static const char *const categories[] = {"no_defect", "deduct", "not_applicable", NULL};

static const json_t *of(const json_t *o, const char *name)
{
        return json_object_get(o, name);
}

static int64_t number(const json_t *o, const char *name)
{
        return json_integer_value(of(o, name));
}

/* ---- means ---- */

static struct estimate_stratum stratum_of(struct req *rq, const json_t *s)
{
        const json_t *scores = of(s, "scores"), *score;
        double *list = arena_take(rq->arena, sizeof *list * (json_array_size(scores) + 1));
        size_t i;

        json_array_foreach(scores, i, score)
                list[i] = (double)json_integer_value(score);
        return (struct estimate_stratum){.closed = number(s, "closed"), .scores = list, .n = json_array_size(scores)};
}

static void set_points(json_t *o, const char *name, bool known, double points)
{
        json_object_set_new(o, name, known ? json_integer(llround(points)) : json_null());
}

static void set_estimate(json_t *o, const struct estimate *e)
{
        bool known = e->has_mean && e->closed, bounded = known && e->has_interval;

        set_points(o, "mean", known, e->mean);
        set_points(o, "low", bounded, e->low);
        set_points(o, "high", bounded, e->high);
}

static json_t *unit_of(const json_t *strata, size_t first, size_t n, const json_t *special)
{
        const char *unit = json_string_value(of(json_array_get(strata, first), "unit"));
        json_t *o = json_pack("{s:s,s:I}", "unit_id", unit, "special", number(special, unit));
        json_int_t closed = 0, drawn = 0, reviewed = 0, grades[REVIEW_GRADE_COUNT] = {0};

        for (size_t i = first; i < first + n; i++) {
                const json_t *s = json_array_get(strata, i);

                closed += number(s, "closed");
                drawn += number(s, "drawn");
                reviewed += (json_int_t)json_array_size(of(s, "scores"));
                for (int g = 0; g < REVIEW_GRADE_COUNT; g++)
                        grades[g] += number(of(s, "grades"), review_grade_codes[g]);
        }
        json_object_set_new(o, "closed", json_integer(closed));
        json_object_set_new(o, "drawn", json_integer(drawn));
        json_object_set_new(o, "reviewed", json_integer(reviewed));
        for (int g = 0; g < REVIEW_GRADE_COUNT; g++)
                json_object_set_new(o, review_grade_codes[g], json_integer(grades[g]));
        return o;
}

static json_t *units_of(const json_t *list, const struct estimate_stratum *strata, double best, const json_t *special)
{
        json_t *out = json_array();
        size_t n = json_array_size(list), last;

        for (size_t i = 0; i < n; i = last) {
                const char *unit = json_string_value(of(json_array_get(list, i), "unit"));
                struct estimate e;
                json_t *o;

                for (last = i + 1; last < n && !strcmp(unit, json_string_value(of(json_array_get(list, last), "unit")));)
                        last++;
                e = estimate_unit(strata + i, last - i, best);
                o = unit_of(list, i, last - i, special);
                set_estimate(o, &e);
                json_array_append_new(out, o);
        }
        return out;
}

/* ---- agreement ---- */

static int place_of(const char *const *codes, const json_t *code)
{
        for (int i = 0; codes[i]; i++)
                if (!strcmp(codes[i], json_string_value(code)))
                        return i;
        return 0;
}

static json_t *figure(const struct agreement_figure *f)
{
        return f->known ? json_pack("{s:f,s:f,s:f}", "value", f->value, "low", f->low, "high", f->high) : json_null();
}

/* cells: [first's category, second's, how many]. */
static json_t *agreement_json(const json_t *cells, const char *const *codes)
{
        long counts[CATEGORIES * CATEGORIES] = {0};
        const json_t *c;
        struct agreement a;
        size_t i;

        json_array_foreach(cells, i, c)
                counts[place_of(codes, json_array_get(c, 0)) * CATEGORIES + place_of(codes, json_array_get(c, 1))] +=
                        (long)json_integer_value(json_array_get(c, 2));
        a = agreement_of(counts, CATEGORIES);
        return json_pack("{s:I,s:o,s:o,s:o}", "files", (json_int_t)a.n, "observed", a.n ? json_real(a.observed) : json_null(), "kappa",
                         figure(&a.kappa), "ac1", figure(&a.ac1));
}

static json_t *agreements(const json_t *grades, const json_t *items)
{
        json_t *list = json_array(), *o;
        const json_t *item;
        size_t i;

        json_array_foreach(items, i, item) {
                o = agreement_json(of(item, "cells"), categories);
                json_object_set_new(o, "item_code", json_string(json_string_value(of(item, "item_code"))));
                json_array_append_new(list, o);
        }
        return json_pack("{s:o,s:o}", "grades", agreement_json(grades, review_grade_codes), "items", list);
}

/* ---- all of it ---- */

static void set_json(struct req *rq, const char *name, const json_t *j)
{
        char *text = json_dumps(j, JSON_COMPACT);

        req_set(rq, name, arena_text(rq->arena, text));
        free(text);
}

static json_t *summary_of(const json_t *units, const struct estimate_stratum *strata, size_t n, double best)
{
        struct estimate e = estimate_city(strata, n, best);
        json_t *o = json_pack("{s:I,s:I}", "closed", (json_int_t)e.closed, "reviewed", (json_int_t)e.drawn);
        json_int_t drawn = 0;
        const json_t *u;
        size_t i;

        json_array_foreach(units, i, u)
                drawn += number(u, "drawn");
        json_object_set_new(o, "drawn", json_integer(drawn));
        set_estimate(o, &e);
        return o;
}

void campaign_figures(struct req *rq, const PGresult *r)
{
        json_auto_t *list = json_loads(cell(r, "strata"), 0, NULL), *special = json_loads(cell(r, "special"), 0, NULL),
                    *grades = json_loads(cell(r, "grades"), 0, NULL), *items = json_loads(cell(r, "items"), 0, NULL), *units, *summary;
        size_t n = json_array_size(list);
        struct estimate_stratum *strata = arena_take(rq->arena, sizeof *strata * (n + 1));
        double best = (double)number_of(cell(r, "points"));

        for (size_t i = 0; i < n; i++)
                strata[i] = stratum_of(rq, json_array_get(list, i));
        units = units_of(list, strata, best, special);
        summary = summary_of(units, strata, n, best);
        json_object_set_new(summary, "agreement", agreements(grades, items));
        set_json(rq, "unit_results", units);
        set_json(rq, "summary", summary);
}
