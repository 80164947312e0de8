#include "base/log.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static _Atomic enum log_level least_level = LOG_INFO;

void log_set_level(enum log_level least)
{
        least_level = least;
}

static void add_now(struct text *t)
{
        struct timespec now;
        struct tm tm;

        clock_gettime(CLOCK_REALTIME, &now);
        gmtime_r(&now.tv_sec, &tm);
        text_addf(t, "{\"ts\":\"%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ\"", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                  tm.tm_hour, tm.tm_min, tm.tm_sec, now.tv_nsec / 1000000);
}

void log_say(enum log_level level, const char *msg, ...)
{
        static const char *const names[] = {"debug", "info", "warn", "error"};
        struct arena a = {0};
        struct text t = {.arena = &a};
        const char *key;
        va_list ap;

        if (level < least_level)
                return;
        add_now(&t);
        text_addf(&t, ",\"level\":\"%s\",\"msg\":", names[level]);
        text_add_json(&t, msg);
        va_start(ap, msg);
        while ((key = va_arg(ap, const char *))) {
                text_add(&t, ",");
                text_add_json(&t, key);
                text_add(&t, ":");
                text_add_json(&t, va_arg(ap, const char *));
        }
        va_end(ap);
        text_add(&t, "}\n");
        /* One write, so that lines of several threads never mix. */
        if (write(STDERR_FILENO, text_str(&t), t.len) < 0) {
                /* Nowhere left to say it. */
        }
        arena_free(&a);
}
