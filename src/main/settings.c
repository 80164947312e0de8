#include "main/settings.h"

#include "render/write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct setting {
        const char *name, *fallback;
        long long min, max; /* both 0: a text */
        bool secret;
        size_t at;
        const char *zh, *en;
};

#define AT(member) offsetof(struct settings, member)
static const struct setting table[] = {
        {"DATABASE_URL", "", 0, 0, true, AT(database_url), "服务使用的数据库地址（角色 anjuan_login）",
         "The database the server uses (role anjuan_login)"},
        {"ANJUAN_ADMIN_URL", "", 0, 0, true, AT(admin_url), "仅供 migrate 使用的数据库地址（超级用户或 anjuan_migrator）",
         "The database address for migrate alone (superuser or anjuan_migrator)"},
        {"ANJUAN_JOBS_URL", "", 0, 0, true, AT(jobs_url), "命令和后台任务使用的数据库地址（角色 anjuan_jobs）",
         "The database address of commands and background work (role anjuan_jobs)"},
        {"ANJUAN_SIGNING_KEY", "", 0, 0, false, AT(signing_key), "签名冻结季度的私钥文件（anjuan key new）；空则不签名",
         "File of the private key that signs frozen quarters (anjuan key new); empty: they stay unsigned"},
        {"ANJUAN_ADDRESS", "127.0.0.1", 0, 0, false, AT(address), "监听地址", "Address to listen on"},
        {"ANJUAN_PORT", "8080", 0, 65535, false, AT(port), "监听端口；0 表示任意空闲端口", "Port to listen on; 0: any free one"},
        {"ANJUAN_PROXIES", "", 0, 0, false, AT(proxies), "前置代理的地址（逗号分隔）；只采信它们的 X-Forwarded-For",
         "Addresses of the proxies in front, parted by commas: only their X-Forwarded-For is believed"},
        {"ANJUAN_LOG_LEVEL", "info", 0, 0, false, AT(log_level), "日志级别：debug、info、warn、error",
         "Log level: debug, info, warn, error"},
        {"ANJUAN_DEMO_PASSWORD", "", 0, 0, true, AT(demo_password), "演示数据中所有人员的密码",
         "The password of everybody in the demonstration world"},
        {"ANJUAN_WORKERS_SHORT", "6", 1, 64, false, AT(workers_short), "处理短请求的线程数，每个占一个数据库连接",
         "Threads for short requests, each with a database connection"},
        {"ANJUAN_WORKERS_REPORT", "3", 1, 16, false, AT(workers_report), "处理报表的线程数", "Threads for reports"},
        {"ANJUAN_WORKERS_HASH", "2", 1, 8, false, AT(workers_hash), "计算密码哈希的线程数，每个占内存见 ANJUAN_HASH_MEM_MIB",
         "Threads for password hashing; memory of each: ANJUAN_HASH_MEM_MIB"},
        {"ANJUAN_QUEUE_MAX", "512", 1, 100000, false, AT(queue_max), "每条通道排队请求的上限，超出即答复 503",
         "Requests waiting in a lane at most; beyond it 503"},
        {"ANJUAN_QUEUE_WAIT_MS", "5000", 10, 60000, false, AT(queue_wait_ms), "排队等待上限（毫秒），超出即答复 503",
         "Longest wait in a queue, milliseconds; beyond it 503"},
        {"ANJUAN_CONNECTIONS_MAX", "1000", 4, 60000, false, AT(connections_max), "同时连接数上限", "Connections at most"},
        {"ANJUAN_HEADERS_TIMEOUT_S", "5", 1, 60, false, AT(headers_timeout_s), "请求头须在此时间内到齐（秒）",
         "Seconds within which the headers must be complete"},
        {"ANJUAN_BODY_TIMEOUT_S", "60", 1, 600, false, AT(body_timeout_s), "请求体须在此时间内到齐（秒）",
         "Seconds within which the body must be complete"},
        {"ANJUAN_CONNECTION_IDLE_S", "15", 1, 600, false, AT(connection_idle_s), "空闲连接保持时间（秒）",
         "Seconds an idle connection is kept"},
        {"ANJUAN_DRAIN_S", "20", 0, 300, false, AT(drain_s), "停止时等待在办请求的时间（秒）",
         "Seconds to wait for requests under way when stopping"},
        {"ANJUAN_SESSION_IDLE_S", "1800", 60, 86400, false, AT(session_idle_s), "会话空闲期限（秒）", "Idle limit of a session, seconds"},
        {"ANJUAN_SESSION_ABSOLUTE_S", "43200", 60, 604800, false, AT(session_absolute_s), "会话绝对期限（秒）",
         "Absolute limit of a session, seconds"},
        {"ANJUAN_SIGNIN_PAIR_MAX", "5", 1, 1000, false, AT(signin_pair_max), "同一账号从同一来源 15 分钟内失败次数上限",
         "Failed sign-ins of one account from one source in 15 minutes"},
        {"ANJUAN_SIGNIN_LOGIN_MAX", "10", 1, 1000, false, AT(signin_login_max), "同一账号 15 分钟内失败次数上限",
         "Failed sign-ins of one account in 15 minutes"},
        {"ANJUAN_SIGNIN_SOURCE_MAX", "1000", 1, 1000000, false, AT(signin_source_max), "同一来源 1 小时内失败次数上限",
         "Failed sign-ins from one source in an hour"},
        {"ANJUAN_SHORT_TIMEOUT_MS", "5000", 100, 600000, false, AT(short_timeout_ms), "短请求的语句时限（毫秒）",
         "Statement time-out of short requests, milliseconds"},
        {"ANJUAN_REPORT_TIMEOUT_MS", "60000", 100, 3600000, false, AT(report_timeout_ms), "报表的语句时限（毫秒）",
         "Statement time-out of reports, milliseconds"},
        {"ANJUAN_PASSWORD_MIN", "12", 8, 64, false, AT(password_min), "密码最少字符数", "Least number of characters of a password"},
        {"ANJUAN_HASH_OPS", "2", 1, 20, false, AT(hash_ops), "新密码的 Argon2id 轮数", "Argon2id passes for new passwords"},
        {"ANJUAN_HASH_MEM_MIB", "64", 8, 1024, false, AT(hash_mem_mib), "新密码的 Argon2id 内存（MiB）",
         "Argon2id memory for new passwords, MiB"},
        {"ANJUAN_SEQUENCE_MS", "500", 50, 60000, false, AT(sequence_ms), "审计编号间隔（毫秒）",
         "How often the log is numbered, milliseconds"},
        {"ANJUAN_EXPORT_FOLDER", "/tmp", 0, 0, false, AT(export_folder), "导出文件生成和下载时的临时目录（本机磁盘）",
         "Folder for exports while they are made and fetched (a disk of this machine)"},
        {"ANJUAN_EXPORT_FONTS", FONTS_DEFAULT, 0, 0, false, AT(export_fonts), "PDF 的字体文件（冒号分隔，首选在前）",
         "Font files for PDF, parted by colons, the preferred one first"},
        {"ANJUAN_EXPORT_DAYS", "7", 1, 365, false, AT(export_days), "导出文件保存天数", "Days for which an export's file is kept"},
        {"ANJUAN_EXPORT_MAX_MIB", "200", 1, 1000, false, AT(export_max_mib), "导出文件大小上限（MiB）", "Largest file of an export, MiB"},
        {"ANJUAN_EXPORT_TIMEOUT_MS", "600000", 100, 3600000, false, AT(export_timeout_ms), "导出的语句时限（毫秒）",
         "Statement time-out of exports, milliseconds"},
};
enum { SETTINGS = sizeof table / sizeof table[0] };

static char *from_file[SETTINGS];

static bool read_line(char *line, int number)
{
        char *eq = strchr(line, '=');

        line[strcspn(line, "\r\n")] = '\0';
        if (!*line || *line == '#')
                return true;
        for (size_t i = 0; eq && i < SETTINGS; i++) {
                if (strlen(table[i].name) != (size_t)(eq - line) || strncmp(table[i].name, line, (size_t)(eq - line)))
                        continue;
                free(from_file[i]);
                from_file[i] = strdup(eq + 1);
                return true;
        }
        fprintf(stderr, "ANJUAN_CONFIG:%d: 未知的设置 / not a setting: %s\n", number, line);
        return false;
}

static bool read_file(const char *path)
{
        FILE *f = fopen(path, "re");
        char line[4096];
        bool good = true;

        if (!f) {
                fprintf(stderr, "ANJUAN_CONFIG: %s: %s\n", path, strerror(errno));
                return false;
        }
        for (int n = 1; fgets(line, sizeof line, f); n++)
                good = read_line(line, n) && good;
        fclose(f);
        return good;
}

static const char *value_of(size_t i)
{
        const char *env = getenv(table[i].name);

        if (env && *env)
                return env;
        return from_file[i] ? from_file[i] : table[i].fallback;
}

static bool is_text(const struct setting *s)
{
        return s->min == 0 && s->max == 0;
}

static bool take(struct settings *out, size_t i)
{
        const struct setting *s = &table[i];
        const char *value = value_of(i);
        char *at = (char *)out + s->at, *end;
        long long n;

        if (is_text(s)) {
                memcpy(at, &value, sizeof value);
                return true;
        }
        errno = 0;
        n = strtoll(value, &end, 10);
        if (errno || end == value || *end || n < s->min || n > s->max) {
                fprintf(stderr, "%s=%s: 须为 %lld 至 %lld / must be %lld to %lld\n", s->name, value, s->min, s->max, s->min,
                        s->max);
                return false;
        }
        memcpy(at, &n, sizeof n);
        return true;
}

bool settings_read(struct settings *out)
{
        const char *path = getenv("ANJUAN_CONFIG");
        bool good = !path || !*path || read_file(path);

        for (size_t i = 0; i < SETTINGS; i++)
                good = take(out, i) && good;
        return good;
}

void settings_print(bool english)
{
        for (size_t i = 0; i < SETTINGS; i++) {
                const struct setting *s = &table[i];
                const char *value = value_of(i);

                printf("%s\n    %s\n    ", s->name, english ? s->en : s->zh);
                printf(english ? "default %s" : "默认 %s", *s->fallback ? s->fallback : "—");
                if (!is_text(s))
                        printf(english ? ", %lld to %lld" : "，%lld 至 %lld", s->min, s->max);
                printf(english ? "; now %s\n" : "；当前 %s\n", !*value ? "—" : s->secret ? "***" : value);
        }
}
