/* One table of settings: name, type, default, range, secret or not, one sentence. From it come the environment that is
 * read, `anjuan settings` and the page in docs. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct settings {
        const char *database_url, *admin_url, *jobs_url;
        const char *address, *proxies;
        const char *demo_password;
        const char *signing_key;
        const char *log_level;
        long long port;
        long long workers_short, workers_report, workers_hash;
        long long queue_max, queue_wait_ms, connections_max;
        long long headers_timeout_s, body_timeout_s, connection_idle_s, drain_s;
        long long session_idle_s, session_absolute_s;
        long long signin_pair_max, signin_login_max, signin_source_max;
        long long short_timeout_ms, report_timeout_ms;
        long long password_min, hash_ops, hash_mem_mib;
        long long sequence_ms;
        const char *export_folder, *export_fonts;
        long long export_days, export_max_mib, export_timeout_ms;
};

/* From the file named by ANJUAN_CONFIG (NAME=value lines; # comments), then the environment, which wins. All mistakes
 * are told at once on standard error. False: there were some. */
bool settings_read(struct settings *out);
void settings_print(bool english); /* name, default, range and sentence of each, and its value now (secrets hidden) */
