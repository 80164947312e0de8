#include "rules/deadline.h"

#include "rules/terms.h"

#include <stdlib.h>
#include <string.h>

#define CODE(name, code, zh, en) code,
const char *const term_unit_codes[] = {TERM_UNIT_LIST(CODE) NULL};
const char *const deadline_state_codes[] = {DEADLINE_STATE_LIST(CODE) NULL};
const char *const deadline_step_codes[] = {DEADLINE_STEP_LIST(CODE) NULL};

#define CIVIL_PROCEDURE "民事诉讼法第八十五条"

/* ---- one date ---- */

/* The same day n months later, or the last day of that month where it is shorter. */
static day_t add_months(day_t d, int n)
{
        int y, m, day;

        day_to_civil(d, &y, &m, &day);
        m += n - 1;
        y += m / 12;
        m = m % 12 + 1;
        while (!day_is_civil(y, m, day) && day > 28)
                day--;
        return day_is_civil(y, m, day) ? day_from_civil(y, m, day) : DAY_NONE;
}

/* How many days there are to count; those of months depend on where they begin. -1: not known. */
static int days_to_count(const struct deadline_inputs *in)
{
        const struct term_rule *r = in->rule;
        day_t end;

        if (in->given)
                return in->length;
        if (r->length <= 0)
                return -1;
        if (r->unit == TERM_DAY)
                return r->length;
        if (r->unit == TERM_HOUR)
                return (r->length + 23) / 24;
        end = add_months(in->count_from, r->length);
        return end == DAY_NONE ? -1 : end - in->count_from;
}

static bool counts_working(const struct deadline_inputs *in)
{
        return in->rule->working && !in->given && in->rule->unit == TERM_DAY;
}

static struct deadline_step *add_step(struct deadline_date *out, enum deadline_step_kind kind, int shift)
{
        day_t at = out->n_steps ? out->steps[out->n_steps - 1].on : DAY_NONE;
        struct deadline_step *s = &out->steps[out->n_steps++];

        *s = (struct deadline_step){.kind = kind, .shift = shift, .on = at == DAY_NONE ? DAY_NONE : at + shift,
                                    .from = DAY_NONE, .to = DAY_NONE};
        return s;
}

/* A walk over the days of a term, stretch by stretch between its pauses. */
struct walk {
        const struct calendar *calendar;
        bool working, rolls;
        day_t at;         /* the last day behind us */
        int left;         /* days still to count */
        int off;          /* days off passed while counting */
        bool counted;
        day_t counted_to; /* once counted: where the length ended */
        int rolled;       /* days gone on from there */
};

enum { FOREVER = INT32_MAX / 2 };

/* Counts up to and with `last` at most. True: the whole length is counted. */
static bool count_to(struct walk *w, day_t last)
{
        int n;

        if (w->counted || last < w->at)
                return w->counted;
        n = w->working ? calendar_count(w->calendar, w->at, last) : last - w->at;
        w->counted = n >= w->left;
        if (w->counted) {
                last = w->working ? calendar_add_working(w->calendar, w->at, w->left).day : w->at + w->left;
                n = w->left;
                w->counted_to = last;
        }
        w->off += last - w->at - n;
        w->left -= n;
        w->at = last;
        return w->counted;
}

/* From the last day counted on to a working day, up to `last` at most. True: the term ends where we are. */
static bool roll_to(struct walk *w, day_t last)
{
        day_t end;

        if (!w->rolls || (w->at == w->counted_to && calendar_works(w->calendar, w->at)))
                return true;
        end = calendar_add_working(w->calendar, w->at, 1).day;
        if (last > w->at) {
                w->rolled += (end < last ? end : last) - w->at;
                w->at = end < last ? end : last;
        }
        return end <= last;
}

static bool walk_to(struct walk *w, day_t last)
{
        return count_to(w, last) && roll_to(w, last);
}

static void note_pause(struct deadline_date *out, day_t from, day_t to)
{
        struct deadline_step *s = add_step(out, STEP_PAUSE, to - from);

        s->days = to - from;
        s->from = from;
        s->to = to - 1;
}

/* Stretches and pauses in turn. The day it ends on; DAY_NONE: it stands still. */
static day_t walk_all(struct walk *w, const struct deadline_inputs *in, day_t until, struct deadline_date *out)
{
        for (size_t i = 0; i < in->n_pauses && i < DEADLINE_PAUSES_MAX; i++) {
                const struct pause *p = &in->pauses[i];
                day_t to = p->to != DAY_NONE ? p->to : until;
                day_t from = p->from > w->at ? p->from : w->at + 1;

                if (to != DAY_NONE && to <= from)
                        continue;
                if (walk_to(w, from - 1))
                        return w->at;
                if (to == DAY_NONE)
                        return DAY_NONE;
                note_pause(out, from, to);
                w->at = to - 1;
        }
        walk_to(w, FOREVER);
        return w->at;
}

static void note_start(const struct deadline_inputs *in, struct deadline_date *out)
{
        struct deadline_step *s = add_step(out, STEP_START, 0);

        s->on = in->start_on;
        s->act = in->started_by;
        s->article = CIVIL_PROCEDURE;
        if (in->count_from == in->start_on || in->count_from == DAY_NONE)
                return;
        s = add_step(out, STEP_BEGIN, in->count_from - in->start_on);
        s->act = in->begun_by;
}

static void note_length(const struct deadline_inputs *in, int n, struct deadline_date *out)
{
        struct deadline_step *s = add_step(out, STEP_COUNT, n);

        s->article = in->rule->article;
        s->unit = in->given ? TERM_DAY : in->rule->unit;
        s->days = in->given ? in->length : in->rule->length;
        s->working = counts_working(in);
        if (!in->extra)
                return;
        s = add_step(out, STEP_EXTEND, in->extra);
        s->days = in->extra;
        s->working = counts_working(in);
}

static void note_no_date(struct deadline_date *out, enum deadline_step_kind kind)
{
        add_step(out, kind, 0)->on = DAY_NONE;
}

static void note_end(const struct deadline_inputs *in, const struct walk *w, struct deadline_date *out)
{
        struct deadline_step *s;

        if (w->off) {
                s = add_step(out, STEP_DAYS_OFF, w->off);
                s->days = w->off;
                s->from = in->count_from + 1;
                s->to = w->counted_to;
        }
        if (!w->rolled)
                return;
        s = add_step(out, STEP_ROLL, w->rolled);
        s->days = w->rolled;
        s->article = CIVIL_PROCEDURE;
        s->from = w->counted_to;
        s->to = w->at;
}

/* A term of calendar days that does not roll is the same under every calendar. */
static bool is_provisional(const struct walk *w, const struct deadline_inputs *in, const struct calendar *c)
{
        if (w->working && w->at > in->count_from)
                return !calendar_knows(c, in->count_from + 1, w->at);
        return w->rolls && !calendar_knows(c, w->counted_to, w->at);
}

void deadline_compute(const struct deadline_inputs *in, const struct clock_law *law, day_t until,
                      struct deadline_date *out)
{
        struct walk w = {.calendar = law->calendar, .working = counts_working(in), .rolls = in->rule->rolls,
                         .at = in->count_from, .counted_to = DAY_NONE};
        int n;

        out->due_on = DAY_NONE;
        out->stopped = out->provisional = false;
        out->days_left = 0;
        out->n_steps = 0;
        note_start(in, out);
        n = in->count_from == DAY_NONE ? -1 : days_to_count(in);
        if (n < 0 || n > CALENDAR_TERM_MAX - in->extra) {
                note_no_date(out, STEP_NO_LENGTH);
                return;
        }
        note_length(in, n, out);
        w.left = n + in->extra;
        out->due_on = walk_all(&w, in, until, out);
        if (out->due_on == DAY_NONE) {
                out->stopped = true;
                out->days_left = w.left;
                note_no_date(out, STEP_STAND_STILL);
                return;
        }
        note_end(in, &w, out);
        out->provisional = is_provisional(&w, in, law->calendar);
}

/* ---- all of a case ---- */

const struct term_rule *term_at(const struct clock_law *law, const char *code, day_t on)
{
        const struct term_rule *best = NULL;

        for (size_t i = 0; i < law->n_terms; i++) {
                const struct term_rule *r = &law->terms[i];

                if (strcmp(r->code, code) || r->valid_from > on)
                        continue;
                if (!best || r->valid_from > best->valid_from ||
                    (r->valid_from == best->valid_from && r->version > best->version))
                        best = r;
        }
        return best;
}

struct finding {
        const struct clock_law *law;
        struct arena *arena;
        struct deadline *all;
        size_t n, cap;
        int64_t owed_fen, paid_fen; /* the fine; what was paid by the act being taken, less what was given back */
        const struct past_event *events; /* sorted */
        const struct term_effects *effects; /* of the act being taken */
};

/* The last of a kind before an act; NULL: none. */
static const struct past_event *last_before(const struct finding *f, const struct past_event *e, const char *kind)
{
        while (kind && e-- > f->events)
                if (!strcmp(e->kind, kind))
                        return e;
        return NULL;
}

static bool gives_term(const struct past_event *e)
{
        return e->days > 0 || (e->until != DAY_NONE && e->until >= e->happened_on);
}

static bool is_so(const struct finding *f, const struct term_condition *c, const struct past_event *e)
{
        const struct past_event *since = last_before(f, e, c->while_), *before;

        if ((c->outcomes && !code_among(c->outcomes, e->outcome)) || (c->given && !gives_term(e)))
                return false;
        if (c->ordinary && (before = last_before(f, e, c->ordinary)) && before->on_the_spot)
                return false;
        if (c->about && (!e->about || strcmp(c->about, e->about) != 0))
                return false;
        return !c->while_ || (since && last_before(f, e, c->until) < since);
}

/* Whether the act, as it came out, touches this term. */
static bool touches(const struct finding *f, const char *code, const struct past_event *e)
{
        bool named = false;

        for (const struct term_condition *c = f->effects->only; c && c->codes; c++) {
                if (!code_among(c->codes, code))
                        continue;
                named = true;
                if (is_so(f, c, e))
                        return true;
        }
        return !named;
}

/* The day or the length that an act gives is that of the terms whose condition asks for it; without such, of all. */
static bool is_given_for(const struct finding *f, const char *code)
{
        bool asked = false;

        for (const struct term_condition *c = f->effects->only; c && c->codes; c++) {
                if (c->given && code_among(c->codes, code))
                        return true;
                asked |= c->given;
        }
        return !asked;
}

static bool is_running(const struct deadline *d)
{
        return d->met_on == DAY_NONE && d->void_on == DAY_NONE;
}

static int by_day(const void *a, const void *b)
{
        const struct past_event *x = a, *y = b;

        if (x->happened_on != y->happened_on)
                return x->happened_on < y->happened_on ? -1 : 1;
        return (x->seq > y->seq) - (x->seq < y->seq);
}

static struct deadline *oldest_running(struct finding *f, const char *code)
{
        for (size_t i = 0; i < f->n; i++)
                if (is_running(&f->all[i]) && !strcmp(f->all[i].code, code))
                        return &f->all[i];
        return NULL;
}

static struct deadline *newest(struct finding *f, const char *code)
{
        for (size_t i = f->n; i-- > 0;)
                if (!strcmp(f->all[i].code, code))
                        return &f->all[i];
        return NULL;
}

static void end(struct deadline *d, day_t *how, const struct past_event *e)
{
        *how = e->happened_on;
        d->ended_by = e->kind;
}

/* What an act gives as its own length: days, or a day. */
static void take_given(struct deadline_inputs *in, const struct past_event *e)
{
        if (!gives_term(e))
                return;
        in->given = true;
        in->length = e->days > 0 ? e->days : e->until - e->happened_on;
}

/* The code of the term that one which begins behind `after` really begins behind. */
static const char *follows(struct finding *f, const char *after, const struct past_event *e)
{
        for (const char *const *pair = f->effects->instead; pair && *pair; pair += 2)
                if (!strcmp(after, pair[0]) && !touches(f, after, e) && newest(f, pair[1]))
                        return pair[1];
        return after;
}

static void start(struct finding *f, const char *code, const struct past_event *e)
{
        day_t from = f->effects->deemed && e->until != DAY_NONE && e->until > e->happened_on ? e->until : e->happened_on;
        const struct term_rule *r = term_at(f->law, code, from);
        struct deadline *old = newest(f, code), *d;

        if (!r || f->n == f->cap || (r->of_fine && f->paid_fen >= f->owed_fen) || !touches(f, code, e))
                return;
        for (struct deadline *still; !r->each && (still = oldest_running(f, code));)
                end(still, &still->void_on, e);
        d = &f->all[f->n++];
        *d = (struct deadline){.code = r->code, .nth = old ? old->nth + 1 : 1, .met_on = DAY_NONE, .void_on = DAY_NONE};
        d->inputs = (struct deadline_inputs){.rule = r, .started_by = e->kind, .start_on = from, .count_from = from};
        if (r->after) {
                d->inputs.count_from = DAY_NONE;
                d->inputs.begun_by = follows(f, r->after, e);
        }
        if (!f->effects->deemed && is_given_for(f, code))
                take_given(&d->inputs, e);
}

/* A payment that does not reach what a deadline asks for does not meet it. A fine lowered since asks for no more. */
static bool is_partial(const struct finding *f, const struct deadline *d)
{
        int64_t asked = d->upto_fen && d->upto_fen < f->owed_fen ? d->upto_fen : f->owed_fen;

        return f->effects->pays > 0 && f->paid_fen < asked;
}

/* The oldest, and of instalments each that the payment reaches. */
static void meet(struct finding *f, const char *code, const struct past_event *e)
{
        struct deadline *d;

        while (touches(f, code, e) && (d = oldest_running(f, code)) && !is_partial(f, d)) {
                end(d, &d->met_on, e);
                if (!d->upto_fen)
                        return;
        }
}

static struct pause *open_pause(struct deadline_inputs *in)
{
        struct pause *last = in->n_pauses ? &in->pauses[in->n_pauses - 1] : NULL;

        return last && last->to == DAY_NONE ? last : NULL;
}

static void stop(struct finding *f, const char *code, const struct past_event *e)
{
        struct deadline *d = newest(f, code);

        if (!d || !is_running(d) || open_pause(&d->inputs) || d->inputs.n_pauses == DEADLINE_PAUSES_MAX)
                return;
        if (!d->inputs.pauses)
                d->inputs.pauses = arena_take(f->arena, sizeof(struct pause) * DEADLINE_PAUSES_MAX);
        d->inputs.pauses[d->inputs.n_pauses++] = (struct pause){e->happened_on, DAY_NONE};
}

static void resume(struct finding *f, const char *code, const struct past_event *e)
{
        struct deadline *d = newest(f, code);
        struct pause *p = d ? open_pause(&d->inputs) : NULL;

        if (p)
                p->to = e->happened_on;
}

static void set_end(struct deadline *d, const struct past_event *e, day_t until)
{
        d->inputs.begun_by = e->kind;
        d->inputs.count_from = e->happened_on;
        d->inputs.given = true;
        d->inputs.length = until - e->happened_on;
        d->inputs.extra = 0;
}

/* Divides a deadline: it becomes that of the first instalment, the others get their own. */
static void divide(struct finding *f, struct deadline *d, const struct past_event *e)
{
        int64_t upto = f->paid_fen;

        for (size_t i = 0; i < e->n_instalments && f->n < f->cap; i++) {
                struct deadline *part = i ? &f->all[f->n++] : d;

                if (i) {
                        *part = *d;
                        part->nth = d->nth + (int)i;
                }
                upto += e->instalments[i].fen;
                part->upto_fen = upto;
                set_end(part, e, e->instalments[i].until);
        }
}

/* Puts the day an act gives in place of what was computed: its end, or, where it is later, the beginning of what follows another. What
 * was divided before is whole again: only the newest goes on. */
static void replace(struct finding *f, const char *code, const struct past_event *e)
{
        struct deadline *d = newest(f, code), *older;

        if (!d || !is_running(d) || e->until == DAY_NONE || e->until < e->happened_on)
                return;
        if (d->inputs.rule->after) {
                d->inputs.later_by = e->kind;
                d->inputs.later_from = e->until;
                return;
        }
        while (d->upto_fen && (older = oldest_running(f, code)) != d)
                end(older, &older->void_on, e);
        d->upto_fen = 0;
        set_end(d, e, e->until);
        divide(f, d, e);
}

static void lengthen(struct finding *f, const char *code, const struct past_event *e)
{
        struct deadline *d = newest(f, code);

        if (d && is_running(d) && e->days > 0)
                d->inputs.extra += e->days;
        else
                replace(f, code, e);
}

static void void_term(struct finding *f, const char *code, const struct past_event *e)
{
        for (size_t i = 0; i < f->n && touches(f, code, e); i++)
                if (is_running(&f->all[i]) && !strcmp(f->all[i].code, code))
                        end(&f->all[i], &f->all[i].void_on, e);
}

/* What was to follow the one term follows the other, which this act starts. */
static void renew(struct finding *f, const char *const *pair, const struct past_event *e)
{
        for (size_t i = 0; i < f->n && touches(f, pair[1], e); i++) {
                struct deadline_inputs *in = &f->all[i].inputs;

                if (is_running(&f->all[i]) && in->count_from == DAY_NONE && in->begun_by && !strcmp(in->begun_by, pair[0]))
                        in->begun_by = pair[1];
        }
}

static void end_case(struct finding *f, const struct past_event *e)
{
        for (size_t i = 0; i < f->n; i++)
                if (is_running(&f->all[i]) && f->all[i].inputs.rule->ends_with_case)
                        end(&f->all[i], &f->all[i].void_on, e);
}

static void each_code(struct finding *f, const char *const *codes, const struct past_event *e,
                      void (*what)(struct finding *, const char *, const struct past_event *))
{
        for (; codes && *codes; codes++)
                what(f, *codes, e);
}

static void take_event(struct finding *f, const struct term_effects *x, const struct past_event *e)
{
        f->effects = x;
        f->paid_fen += x->pays * e->amount_fen;
        each_code(f, x->resumes, e, resume);
        each_code(f, x->meets, e, meet);
        if (x->ends_case)
                end_case(f, e);
        each_code(f, x->voids, e, void_term);
        for (const char *const *pair = x->renews; pair && *pair; pair += 2)
                renew(f, pair, e);
        each_code(f, x->lengthens, e, lengthen);
        each_code(f, x->replaces, e, replace);
        each_code(f, x->stops, e, stop);
        each_code(f, x->starts, e, start);
}

static const struct term_effects *effects_of(const struct term_effects *effects, size_t n, const char *kind)
{
        for (size_t i = 0; i < n; i++)
                if (!strcmp(effects[i].kind, kind))
                        return &effects[i];
        return NULL;
}

static enum deadline_state state_of(const struct deadline *d, day_t today)
{
        day_t due = d->date.due_on;

        if (d->met_on != DAY_NONE)
                return due == DAY_NONE || d->met_on <= due ? DEADLINE_MET : DEADLINE_MET_LATE;
        if (d->void_on != DAY_NONE)
                return DEADLINE_VOID;
        if (d->date.stopped)
                return DEADLINE_STOPPED;
        if (due == DAY_NONE || today <= due)
                return DEADLINE_OPEN;
        return d->inputs.rule->right ? DEADLINE_LAPSED : DEADLINE_OVERDUE;
}

static void date(struct finding *f, struct deadline *d, day_t today)
{
        struct deadline_inputs *in = &d->inputs;
        const struct deadline *before =
            in->count_from == DAY_NONE && in->begun_by ? newest(f, in->begun_by) : NULL;
        day_t ended = d->met_on != DAY_NONE ? d->met_on : d->void_on;

        if (before)
                in->count_from = before->date.due_on;
        if (in->later_by && in->later_from > in->count_from) {
                in->count_from = in->later_from;
                in->begun_by = in->later_by;
                before = NULL;
        }
        deadline_compute(in, f->law, ended, &d->date);
        if (before && before->date.provisional)
                d->date.provisional = true;
        d->state = state_of(d, today);
}

/* The acts that count, by day. */
static struct past_event *sorted(const struct history *h, struct arena *a, size_t *n)
{
        struct past_event *copy = arena_take(a, h->n * sizeof *copy + 1);

        for (size_t i = 0; i < h->n; i++)
                if (!h->events[i].corrected_away)
                        copy[(*n)++] = h->events[i];
        qsort(copy, *n, sizeof *copy, by_day);
        return copy;
}

static size_t count_starts(const struct past_event *events, size_t n, const struct term_effects *effects,
                           size_t n_effects)
{
        size_t sum = 0;

        for (size_t i = 0; i < n; i++) {
                const struct term_effects *x = effects_of(effects, n_effects, events[i].kind);

                for (const char *const *c = x ? x->starts : NULL; c && *c; c++)
                        sum++;
                sum += x && x->replaces ? events[i].n_instalments : 0;
        }
        return sum;
}

/* Those that follow another come last: what they follow has its date by then. */
static void date_all(struct finding *f, day_t today)
{
        for (size_t i = 0; i < f->n; i++)
                if (f->all[i].inputs.count_from != DAY_NONE)
                        date(f, &f->all[i], today);
        for (size_t i = 0; i < f->n; i++)
                if (!f->all[i].date.n_steps)
                        date(f, &f->all[i], today);
}

struct deadline *deadlines_find(const struct history *h, const struct term_effects *effects, size_t n_effects,
                                int64_t owed_fen, const struct clock_law *law, day_t today, struct arena *a,
                                size_t *n_out)
{
        size_t n = 0;
        struct past_event *events = sorted(h, a, &n);
        struct finding f = {.law = law, .arena = a, .owed_fen = owed_fen, .events = events};
        const struct term_effects *x;

        f.cap = count_starts(events, n, effects, n_effects);
        f.all = arena_take(a, f.cap * sizeof *f.all + 1);
        for (size_t i = 0; i < n; i++)
                if ((x = effects_of(effects, n_effects, events[i].kind)))
                        take_event(&f, x, &events[i]);
        date_all(&f, today);
        *n_out = f.n;
        return f.all;
}

/* ---- as JSON ---- */

static void add_day(struct text *t, const char *name, day_t d)
{
        char day[DAY_TEXT_SIZE];

        if (d != DAY_NONE)
                text_addf(t, ",\"%s\":\"%s\"", name, day_format(d, day));
}

static bool same_entry(const struct notice_day *a, const struct notice_day *b)
{
        return b->day == a->day + 1 && a->works == b->works && !strcmp(a->name, b->name);
}

static size_t notices_before(const struct clock_law *law, day_t d)
{
        size_t low = 0, high = law->n_notices;

        while (low < high) {
                size_t mid = (low + high) / 2;

                if (law->notices[mid].day < d)
                        low = mid + 1;
                else
                        high = mid;
        }
        return low;
}

/* The days of the notices in a stretch, neighbours of one name taken together. */
static void add_entries(struct text *t, const struct clock_law *law, day_t from, day_t to)
{
        bool first = true;
        size_t i = notices_before(law, from);

        text_add(t, ",\"calendar\":[");
        while (i < law->n_notices && law->notices[i].day <= to) {
                const struct notice_day *head = &law->notices[i];
                char a[DAY_TEXT_SIZE], b[DAY_TEXT_SIZE];

                while (i + 1 < law->n_notices && law->notices[i + 1].day <= to &&
                       same_entry(&law->notices[i], &law->notices[i + 1]))
                        i++;
                text_addf(t, "%s{\"from\":\"%s\",\"to\":\"%s\",\"kind\":\"%s\",\"name\":", first ? "" : ",",
                          day_format(head->day, a), day_format(law->notices[i].day, b),
                          head->works ? "workday" : "holiday");
                text_add_json(t, head->name);
                text_add(t, "}");
                first = false;
                i++;
        }
        text_add(t, "]");
}

static void add_json_step(struct text *t, const struct deadline_step *s, const struct clock_law *law)
{
        text_addf(t, "{\"rule\":\"%s\"", deadline_step_codes[s->kind]);
        if (s->act)
                text_addf(t, ",\"act\":\"%s\"", s->act);
        if (s->article) {
                text_add(t, ",\"article\":");
                text_add_json(t, s->article);
        }
        if (s->days)
                text_addf(t, ",\"count\":%d,\"unit\":\"%s\",\"working\":%s", s->days, term_unit_codes[s->unit],
                          s->working ? "true" : "false");
        add_day(t, "from", s->from);
        add_day(t, "to", s->to);
        if (s->kind == STEP_DAYS_OFF || s->kind == STEP_ROLL)
                add_entries(t, law, s->from, s->to);
        text_addf(t, ",\"shift\":%d", s->shift);
        add_day(t, "on", s->on);
        text_add(t, "}");
}

const char *deadline_steps_json(const struct deadline_date *d, const struct clock_law *law, struct arena *a)
{
        struct text t = {.arena = a};

        text_add(&t, "[");
        for (size_t i = 0; i < d->n_steps; i++) {
                text_add(&t, i ? "," : "");
                add_json_step(&t, &d->steps[i], law);
        }
        text_add(&t, "]");
        return text_str(&t);
}
