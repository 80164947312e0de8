#include "main/serve.h"

#include "api/exports.h"
#include "base/clock.h"
#include "sql_table.h"

enum { LOOK_EVERY_MS = 500, SWEEP_EVERY_S = 600 };

static void sweep(struct export_maker *m, uint64_t *swept_us)
{
        struct trip t;

        if ((*swept_us && clock_us() - *swept_us < SWEEP_EVERY_S * 1000000ULL) || !db_ensure(m->notes))
                return;
        trip_start(&t, m->notes);
        trip_add(&t, SQL_EXPORT_SWEEP, NULL);
        (void)trip_run(&t);
        trip_end(&t);
        export_tidy(m->render.folder);
        *swept_us = clock_us();
}

static struct db *open_db(const struct settings *s, const char *name, int timeout_ms)
{
        return db_open(&(struct db_config){.url = s->database_url, .name = name, .statement_timeout_ms = timeout_ms});
}

void *exports_main(void *background)
{
        struct background *b = background;
        const struct settings *s = b->settings;
        struct export_maker m = {.render = {.fonts = s->export_fonts, .folder = s->export_folder}, .bytes_max = s->export_max_mib << 20,
                                 .days = (int)s->export_days};
        uint64_t swept_us = 0;

        while (background_nap(b, LOOK_EVERY_MS)) {
                /* The database may be away just when the server starts. */
                if (!m.notes && !(m.notes = open_db(s, "anjuan exports", 60000)))
                        continue;
                if (!m.work && !(m.work = open_db(s, "anjuan export", (int)s->export_timeout_ms)))
                        continue;
                export_make(&m);
                sweep(&m, &swept_us);
        }
        db_close(m.work);
        db_close(m.notes);
        return NULL;
}
