#include "import_inside.h"

#include <string.h>

static const char *party_names(struct importer *im, const struct record *r)
{
        struct text t = {.arena = &im->stage.arena};

        for (size_t i = 0; i < r->n_parties; i++)
                text_addf(&t, "%s%s", i ? "、" : "", r->parties[i].values[PARTY_FIELD_NAME]);
        return text_str(&t);
}

static const char *or_empty(const char *s)
{
        return s ? s : "";
}

static void stage_row(struct importer *im, const struct record *r, const struct table *t)
{
        /* In the order of in_row from `number` to `place`. */
        static const enum case_target columns[] = {
            CASE_FIELD_NUMBER, CASE_FIELD_TITLE,      CASE_FIELD_PROCEDURE, CASE_FIELD_SOURCE,
            CASE_FIELD_CAUSE,  CASE_FIELD_CAUSE_TEXT, CASE_FIELD_ARTICLES,
        };
        struct stage *s = &im->stage;
        char case_id[UUID_LEN + 1];

        uuid_make(case_id);
        stage_number(s, STAGE_ROW, im->seq);
        stage_number(s, STAGE_ROW, im->file);
        stage_number(s, STAGE_ROW, table_line(t));
        stage_number(s, STAGE_ROW, table_last_line(t));
        stage_text(s, STAGE_ROW, r->key);
        stage_text(s, STAGE_ROW, r->updated_on);
        stage_bytes(s, STAGE_ROW, r->sha256, sizeof r->sha256);
        stage_text(s, STAGE_ROW, case_id);
        stage_text(s, STAGE_ROW, r->unit);
        stage_text(s, STAGE_ROW, r->subject);
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
                stage_text(s, STAGE_ROW, r->values[columns[i]]);
        stage_text(s, STAGE_ROW, or_empty(r->values[CASE_FIELD_FACTS]));
        stage_text(s, STAGE_ROW, or_empty(r->values[CASE_FIELD_PLACE]));
        stage_text(s, STAGE_ROW, party_names(im, r));
        stage_text(s, STAGE_ROW, r->values[CASE_FIELD_OCCURRED_ON]);
        stage_text(s, STAGE_ROW, r->values[CASE_FIELD_FOUND_ON]);
        stage_text(s, STAGE_ROW, r->values[CASE_FIELD_FILED_ON]);
        stage_row_end(s, STAGE_ROW);
}

static void stage_party(struct importer *im, const struct party_record *p, size_t position)
{
        struct stage *s = &im->stage;
        char id[UUID_LEN + 1];

        uuid_make(id);
        stage_number(s, STAGE_PARTY, im->seq);
        stage_text(s, STAGE_PARTY, id);
        stage_number(s, STAGE_PARTY, (long long)position);
        for (size_t i = 0; i < PARTY_FIELDS; i++)
                stage_text(s, STAGE_PARTY, i == PARTY_FIELD_ADDRESS ? or_empty(p->values[i]) : p->values[i]);
        stage_row_end(s, STAGE_PARTY);
}

static void stage_penalty(struct importer *im, const struct event_record *e, size_t position)
{
        struct stage *s = &im->stage;
        const char *const *v = e->penalties[position].values;

        stage_text(s, STAGE_PENALTY, e->id);
        stage_number(s, STAGE_PENALTY, (long long)position + 1);
        for (size_t i = 0; i < PENALTY_FIELDS; i++)
                stage_text(s, STAGE_PENALTY, v[i]);
        stage_row_end(s, STAGE_PENALTY);
}

static const char *event_data(struct importer *im, const struct event_record *e)
{
        const char *kind = e->values[EVENT_FIELD_TRANSFER_KIND];

        return kind ? arena_printf(&im->stage.arena, "{\"transfer_kind\": \"%s\"}", kind) : NULL;
}

static void stage_event(struct importer *im, const struct event_record *e, size_t position)
{
        struct stage *s = &im->stage;

        stage_number(s, STAGE_EVENT, im->seq);
        stage_number(s, STAGE_EVENT, (long long)position);
        stage_text(s, STAGE_EVENT, e->id);
        stage_text(s, STAGE_EVENT, e->external_id);
        stage_bytes(s, STAGE_EVENT, e->sha256, sizeof e->sha256);
        stage_text(s, STAGE_EVENT, e->values[EVENT_FIELD_KIND]);
        stage_text(s, STAGE_EVENT, e->values[EVENT_FIELD_HAPPENED_ON]);
        stage_text(s, STAGE_EVENT, e->values[EVENT_FIELD_OUTCOME]);
        stage_number(s, STAGE_EVENT, e->fine_fen);
        stage_number(s, STAGE_EVENT, e->confiscated_fen);
        stage_text(s, STAGE_EVENT, e->values[EVENT_FIELD_AMOUNT]);
        stage_text(s, STAGE_EVENT, e->values[EVENT_FIELD_RECEIVER]);
        stage_text(s, STAGE_EVENT, e->values[EVENT_FIELD_DOCUMENT_NO]);
        stage_text(s, STAGE_EVENT, e->values[EVENT_FIELD_REMARK]);
        stage_text(s, STAGE_EVENT, event_data(im, e));
        stage_row_end(s, STAGE_EVENT);
        for (size_t i = 0; i < e->n_penalties; i++)
                stage_penalty(im, e, i);
}

void record_stage_reject(struct importer *im, const struct table *t, long line, int column, const char *code,
                         const char *zh, const char *en)
{
        struct stage *s = &im->stage;

        stage_number(s, STAGE_REJECT, im->file);
        stage_number(s, STAGE_REJECT, line);
        stage_number(s, STAGE_REJECT, table_line(t));
        stage_number(s, STAGE_REJECT, table_last_line(t));
        stage_number(s, STAGE_REJECT, column);
        stage_text(s, STAGE_REJECT, table_column_name(t, column));
        stage_text(s, STAGE_REJECT, code);
        stage_text(s, STAGE_REJECT, zh);
        stage_text(s, STAGE_REJECT, en);
        stage_row_end(s, STAGE_REJECT);
}

bool record_stage(struct importer *im, const struct record *r, const struct table *t)
{
        im->seq++;
        stage_row(im, r, t);
        for (size_t i = 0; i < r->n_parties; i++)
                stage_party(im, &r->parties[i], i + 1);
        for (size_t i = 0; i < r->n_events; i++)
                stage_event(im, &r->events[i], i + 1);
        return stage_send(&im->stage, false);
}
