/* The server with its background work, as `serve` runs it and as tests run it in their own process. */
#pragma once

#include "base/arena.h"
#include "db/handle.h"
#include "http/gates.h"
#include "main/settings.h"

#include <pthread.h>

/* One thread numbers the log, folds the statistics' additions, forgets what is past its time; another computes deadlines anew
 * after a change of the law; a third makes exports. Any number of servers may do it. */
struct background {
        pthread_t thread;
        pthread_mutex_t lock;
        pthread_cond_t wake;
        bool stop;
        const struct settings *settings;
        const struct server *server;
};

bool background_nap(struct background *b, long long ms); /* false: the work is to end */
void *exports_main(void *background);

struct serving {
        struct gate_settings gates;
        struct background background, recompute, exports;
        struct server *server;
};

/* False: said why in the log. settings and *out must stay where they are until serve_stop. */
bool serve_start(const struct settings *s, struct serving *out);
void serve_stop(struct serving *sv);

/* Why the server will not work on this connection: another schema than the program's, a login that is not powerless, or a
 * database made for tests. NULL: it will. */
const char *serve_unfit(PGconn *c, struct arena *a);
