#include "harness.h"

#include "main/command.h"
#include "main/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* ---- running the program ---- */

static const char *folder(void)
{
        static char name[64];

        if (!*name) {
                snprintf(name, sizeof name, "/tmp/anjuan-import.XXXXXX");
                ck_assert_ptr_nonnull(mkdtemp(name));
        }
        return name;
}

static const char *file_with(const char *name, const char *content, size_t len)
{
        const char *path = text("%s/%s", folder(), name);
        FILE *f = fopen(path, "w");

        ck_assert_ptr_nonnull(f);
        ck_assert_uint_eq(fwrite(content, 1, len, f), len);
        fclose(f);
        return path;
}

static const char *file_of(const char *name, const char *content)
{
        return file_with(name, content, strlen(content));
}

static const char *content_of(const char *path)
{
        static char buffer[1 << 16];
        FILE *f = fopen(path, "r");
        size_t n;

        ck_assert_msg(f != NULL, "%s: %s", path, strerror(errno));
        n = fread(buffer, 1, sizeof buffer - 1, f);
        fclose(f);
        return text("%.*s", (int)n, buffer);
}

static pid_t start(const char *const *args, const char *output)
{
        const char *argv[64] = {getenv("ANJUAN_PROGRAM"), "import", "--json"};
        posix_spawn_file_actions_t actions;
        pid_t pid;
        int n = 3;

        while (*args)
                argv[n++] = *args++;
        setenv("ANJUAN_JOBS_URL", database_url("anjuan_jobs"), 1);
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        posix_spawn_file_actions_addopen(&actions, 2, text("%s.err", output), O_WRONLY | O_CREAT | O_TRUNC,
                                         0600);
        ck_assert_int_eq(posix_spawn(&pid, argv[0], &actions, NULL, (char **)argv, environ), 0);
        posix_spawn_file_actions_destroy(&actions);
        return pid;
}

/* What the program said and how it ended. */
struct outcome {
        int status;
        json_t *json; /* its result */
        const char *errors;
};

static struct outcome import(const char *const *args)
{
        const char *output = text("%s/output", folder());
        struct outcome o = {0};
        int status;

        waitpid(start(args, output), &status, 0);
        o.status = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
        o.errors = content_of(text("%s.err", output));
        o.json = json_of(content_of(output));
        return o;
}
#define IMPORT(...) import((const char *const[]){__VA_ARGS__, NULL})

static long long counted(const json_t *of, const char *what)
{
        return json_integer_value(json_object_get(of, what));
}

/* "rows new updated unchanged skipped rejected" of one file, or of all. */
static const char *rows_of(const struct outcome *o, int file)
{
        static const char *const what[] = {"rows", "new", "updated", "unchanged", "skipped", "rejected"};
        const json_t *of = file < 0 ? json_object_get(o->json, "total")
                                    : json_array_get(json_object_get(o->json, "files"), (size_t)file);
        const char *all = "";

        ck_assert_msg(of != NULL, "exit %d: %s", o->status, o->errors);
        for (size_t i = 0; i < sizeof what / sizeof *what; i++)
                all = text("%s%s%lld", all, i ? " " : "", counted(of, what[i]));
        return all;
}

static const char *total(const struct outcome *o)
{
        return rows_of(o, -1);
}

/* ---- what lies in the database ---- */

/* All that an import decides of a system's cases, but for ids, times and the system's name. */
static const char *image_of(const char *system)
{
        return sql(
            "select md5(coalesce(string_agg(replace(concat_ws('|', external_id, unit_id, subject_unit_id, "
            "number, title, procedure,"
            " source, cause_text, articles, facts, place, party_names, occurred_on, found_on, filed_on, "
            "state, outcome, decided_on,"
            " served_on, closed_on, fine_fen, confiscated_fen, paid_fen, event_count, version, origin, "
            "master,"
            " (select string_agg(concat_ws(',', e.seq, e.kind, e.happened_on, e.origin, e.external_id, "
            "e.outcome, e.fine_fen,"
            "    e.amount_fen, e.receiver, e.remark, e.data, e.corrects is not null), ';' order by e.seq)"
            "    from case_event e where e.case_id = c.case_id),"
            " (select string_agg(concat_ws(',', p.kind, p.name, p.address), ';' order by p.position)"
            "    from case_party p where p.case_id = c.case_id)), '%s', '*'), chr(10) order by external_id), "
            "''))"
            " from case_file c where system = '%s'",
            system, system);
}

static const char *case_line(const char *system, const char *id)
{
        return sql("select concat_ws(' ', state, outcome, filed_on, decided_on, served_on, closed_on, "
                   "fine_fen, paid_fen, 'v' || version,"
                   " event_count) from case_file where system = '%s' and external_id = '%s'",
                   system, id);
}

static long long count(const char *what)
{
        return atoll(sql("select count(*) from %s", what));
}

/* ---- the real records ---- */

static const char *map_of_jp(const char *system)
{
        const char *map = content_of(SOURCE_ROOT "/docs/examples/jp_labour_enforcement.map.json");
        const char *name = strstr(map, "jp-mhlw");

        return file_of("jp.map.json",
                       text("%.*s%s%s", (int)(name - map), map, system, name + strlen("jp-mhlw")));
}

static glob_t excerpt_of_jp(void)
{
        glob_t files;

        ck_assert_int_eq(glob(SOURCE_ROOT "/tests/data/jp_labour_enforcement/*.tsv", 0, NULL, &files), 0);
        return files;
}

/* The whole set where it is at hand, else the excerpt. */
static glob_t files_of_jp(void)
{
        const char *where = getenv("ANJUAN_JP_DATA");
        glob_t files;

        if (where && !glob(text("%s/*.tsv", where), 0, NULL, &files))
                return files;
        if (!where && !glob(SOURCE_ROOT "/../shared/data/jp_labour_enforcement/*.tsv", 0, NULL, &files))
                return files;
        return excerpt_of_jp();
}

static const char *const *jp_args(const char *system, const glob_t *files, const char *option)
{
        static const char *args[64];
        size_t n = 0;

        args[n++] = "--map";
        args[n++] = map_of_jp(system);
        args[n++] = "--rejects";
        args[n++] = text("%s/rejects.csv", folder());
        if (option)
                args[n++] = option;
        for (size_t i = 0; i < files->gl_pathc; i++)
                args[n++] = files->gl_pathv[i];
        args[n] = NULL;
        return args;
}

/* Rows, cases and units, counted by a few lines of another language. */
static void count_independently(const glob_t *files, long long *rows, long long *cases, long long *units)
{
        const char *command = "python3 '" SOURCE_ROOT "/tests/api/count_jp.py'";
        FILE *p;

        for (size_t i = 0; i < files->gl_pathc; i++)
                command = text("%s '%s'", command, files->gl_pathv[i]);
        ck_assert_ptr_nonnull(p = popen(command, "r"));
        ck_assert_int_eq(fscanf(p, "%lld %lld %lld", rows, cases, units), 3);
        ck_assert_int_eq(pclose(p), 0);
}

START_TEST(overlapping_files_give_each_published_case_once)
{
        glob_t files = files_of_jp();
        long long rows, cases, units, units_before = count("unit");
        struct outcome o;

        count_independently(&files, &rows, &cases, &units);
        o = import(jp_args("jp", &files, NULL));
        ck_assert_int_eq(o.status, 0);
        ck_assert_int_eq(counted(json_object_get(o.json, "total"), "rows"), rows);
        ck_assert_int_eq(counted(json_object_get(o.json, "total"), "new"), cases);
        ck_assert_int_eq(counted(json_object_get(o.json, "total"), "rejected"), 0);
        ck_assert_int_eq(counted(json_object_get(o.json, "total"), "units_created"), units);
        ck_assert_int_eq(units, 47);
        ck_assert_int_eq(count("case_file where system = 'jp' and origin = 'imported'"), cases);
        ck_assert_int_eq(count("(select distinct unit_id from case_file where system = 'jp') u"), units);
        ck_assert_int_eq(count("unit"), units_before + units);
        ck_assert_int_eq(count("case_event where kind = 'filed'"), cases);
        ck_assert_str_eq(sql("select name_zh from unit where unit_id = 'JP-13'"), "東京労働局");
        globfree(&files);
}
END_TEST

START_TEST(each_row_of_each_file_is_accounted_for)
{
        glob_t files = excerpt_of_jp();
        struct outcome o = import(jp_args("jp-rows", &files, "--dry-run"));

        for (size_t i = 0; i < files.gl_pathc; i++) {
                const json_t *f = json_array_get(json_object_get(o.json, "files"), i);

                ck_assert_int_gt(counted(f, "rows"), 0);
                ck_assert_int_eq(counted(f, "rows"), counted(f, "new") + counted(f, "updated") +
                                                         counted(f, "unchanged") + counted(f, "skipped") +
                                                         counted(f, "rejected"));
        }
        ck_assert_int_eq(count("case_file where system = 'jp-rows'"), 0);
        globfree(&files);
}
END_TEST

START_TEST(the_same_files_again_touch_nothing)
{
        glob_t files = files_of_jp();
        const char *before = sql("select md5(string_agg(xmin::text, ',' order by case_id)) from case_file");
        long long events = count("case_event"), lines;
        struct outcome o = import(jp_args("jp", &files, NULL));

        ck_assert_int_eq(counted(json_object_get(o.json, "total"), "unchanged"),
                         counted(json_object_get(o.json, "total"), "rows"));
        ck_assert_str_eq(sql("select md5(string_agg(xmin::text, ',' order by case_id)) from case_file"),
                         before);
        ck_assert_int_eq(count("case_event"), events);
        lines = count("audit_event where content::json ->> 'request' = (select run_id::text from import_run "
                      "order by started_at desc limit 1)");
        ck_assert_int_eq(lines, 2);
        globfree(&files);
}
END_TEST

START_TEST(a_case_sent_to_the_prosecutor_says_when_and_what_came_of_it)
{
        ck_assert_int_ge(
            count("case_file c join case_event e using (case_id) where system = 'jp' and c.state = "
                  "'transferred'"
                  " and c.filed_on = '2017-01-11' and c.closed_on = '2017-01-11' and e.kind = 'transferred'"
                  " and e.happened_on = '2017-01-11' and e.receiver = '検察庁'"
                  " and e.data ->> 'transfer_kind' = 'criminal' and e.remark like "
                  "'送検,%H29.1.27不起訴（嫌疑不十分）'"),
            1);
        ck_assert_int_ge(count("case_file where system = 'jp' and facts like '%合計約1' || chr(9) || '%'"),
                         1);
        ck_assert_int_ge(count("case_file where system = 'jp' and cardinality(articles) = 3 and articles[3] "
                               "like '労働者派遣法%'"),
                         1);
}
END_TEST

/* What a case is, whatever way it came there: versions and corrections tell of the way. */
static const char *end_state(const char *system)
{
        return sql("select md5(string_agg(concat_ws('|', external_id, unit_id, title, articles, facts, "
                   "place, party_names, filed_on, state,"
                   " closed_on), chr(10) order by external_id)) from case_file where system = '%s'",
                   system);
}

START_TEST(files_one_at_a_time_come_to_the_same_end_and_an_old_one_undoes_nothing)
{
        glob_t files = excerpt_of_jp();
        const char *map;

        ck_assert_int_eq(import(jp_args("jp-all", &files, NULL)).status, 0);
        map = map_of_jp("jp-one");
        for (size_t i = 0; i < files.gl_pathc; i++)
                ck_assert_int_eq(IMPORT("--map", map, files.gl_pathv[i]).status, 0);
        ck_assert_str_eq(end_state("jp-one"), end_state("jp-all"));
        ck_assert_int_eq(IMPORT("--map", map, files.gl_pathv[0]).status, 0);
        ck_assert_str_eq(sql("select count(*) from case_file c where system = 'jp-one' and not exists "
                             "(select from case_file o where"
                             " o.system = 'jp-all' and o.external_id = c.external_id and (o.state, "
                             "o.closed_on) is not distinct from (c.state, c.closed_on))"),
                         "0");
        globfree(&files);
}
END_TEST

/* ---- a house of our own making ---- */

#define CASE_MAP                                                                                             \
        "{\"anjuan_map\": 1, \"kind\": \"cases\", \"system\": \"%s\", \"file\": {\"format\": \"csv\"%s},"    \
        " \"key\": {\"columns\": [\"编号\"]}, \"unit\": {\"code\": \"单位\"},"                           \
        " \"case\": {\"number\": \"编号\", \"title\": \"案由\", \"filed_on\": {\"column\": \"立案\", " \
        "\"date\": [\"YYYY-MM-DD\", \"YYYY年M月D日\"]}},"                                                 \
        " \"parties\": [{\"name\": \"当事人\"}],"                                                         \
        " \"events\": [{\"kind\": {\"const\": \"decided\"}, \"when\": {\"column\": \"决定\", \"empty\": "  \
        "false}, \"happened_on\": \"决定\","                                                               \
        " \"penalties\": [{\"kind\": {\"const\": \"fine\"}, \"amount\": \"罚款\", \"when\": {\"column\": " \
        "\"罚款\", \"empty\": false}},"                                                                    \
        " {\"kind\": {\"const\": \"warning\"}, \"when\": {\"column\": \"罚款\", \"empty\": true}}]}]}"
#define HEADER "编号,单位,案由,立案,决定,罚款,当事人\n"

static const char *case_map_of(const char *system, const char *file)
{
        return file_of("cases.map.json", text(CASE_MAP, system, file));
}

static const char *case_map(const char *system)
{
        return case_map_of(system, "");
}

static const char *event_map(const char *system, const char *key)
{
        return file_of("events.map.json",
                       text("{\"anjuan_map\": 1, \"kind\": \"events\", \"system\": \"%s\", \"file\": "
                            "{\"format\": \"csv\"},"
                            " \"case\": {\"key\": {\"columns\": [\"案号\"]}}, %s"
                            " \"events\": [{\"kind\": {\"column\": \"事项\", \"values\": {\"送达\": "
                            "\"served\", \"缴款\": \"paid\", \"结案\": \"closed\","
                            " \"立案\": \"filed\", \"回访\": null}}, \"happened_on\": {\"column\": \"日期\", "
                            "\"date\": \"YYYY/M/D\"},"
                            " \"amount\": \"金额\"}]}",
                            system, key));
}

START_TEST(fines_with_cents_add_up_and_a_quarter_is_the_sum_of_its_rows)
{
        const char *rows = HEADER;
        long long fen = 0, by_quarter[2] = {0};
        struct outcome o;

        for (int i = 0; i < 400; i++) {
                long long fine = 100 + (long long)i * 12347 % 999983;

                fen += fine;
                by_quarter[i % 2] += fine;
                rows = text("%s罚-%d,%s,占用工程,2023-12-%02d,2024-%02d-15,\"%lld,%03lld.%02lld\",甲公司\n",
                            rows, i, i % 4 < 2 ? "310101" : "310115", 1 + i % 28, i % 2 ? 2 : 5,
                            1 + fine / 100000, fine / 100 % 1000, fine % 100);
                fen += 100000;
                by_quarter[i % 2] += 100000;
        }
        o = IMPORT("--map", case_map("fines"), file_of("fines.csv", rows));
        ck_assert_int_eq(o.status, 0);
        ck_assert_str_eq(total(&o), "400 400 0 0 0 0");
        ck_assert_str_eq(sql("select sum(fine_fen) from case_file where system = 'fines'"),
                         text("%lld", fen));
        ck_assert_str_eq(sql("select sum(amount_fen) from case_penalty q join case_file c using (case_id) "
                             "where system = 'fines'"),
                         text("%lld", fen));
        ck_assert_str_eq(sql("select sum(e.fine_fen) from case_event e join case_file c using (case_id) "
                             "where system = 'fines'"
                             " and happened_on between '2024-01-01' and '2024-03-31'"),
                         text("%lld", by_quarter[1]));
        ck_assert_str_eq(sql("select sum(e.fine_fen) from case_event e join case_file c using (case_id) "
                             "where system = 'fines'"
                             " and happened_on between '2024-04-01' and '2024-06-30'"),
                         text("%lld", by_quarter[0]));
}
END_TEST

/* 案号 A1: served on the first, paid in two parts, closed. */
#define EVENT_ROWS                                                                                           \
        "案号,事项,日期,金额\nA1,立案,2024/1/5,\nA1,送达,2024/2/2,\nA1,缴款,2024/2/"           \
        "10,1000.50\nA1,缴款,2024/2/10,499.50\n"                                                           \
        "A1,结案,2024/3/1,\nA1,回访,2024/4/1,\nA2,送达,2024/2/3,\n"
#define TWO_CASES                                                                                            \
        HEADER "A1,310101,占用,2024-01-05,2024-01-30,1500,甲\nA2,310101,占用,2024-01-06,2024-01-31,20,乙\n"

START_TEST(a_second_file_brings_the_events)
{
        const char *events = file_of("events.csv", EVENT_ROWS);
        struct outcome o = IMPORT("--map", case_map("two"), file_of("two.csv", TWO_CASES));

        ck_assert_int_eq(o.status, 0);
        ck_assert_str_eq(case_line("two", "A1"), "decided penalty 2024-01-05 2024-01-30 150000 0 v1 2");
        o = IMPORT("--map", event_map("two", ""), events);
        ck_assert_int_eq(o.status, 0);
        ck_assert_str_eq(total(&o), "7 5 0 1 1 0");
        ck_assert_str_eq(case_line("two", "A1"),
                         "closed penalty 2024-01-05 2024-01-30 2024-02-02 2024-03-01 150000 150000 v2 6");
        ck_assert_str_eq(case_line("two", "A2"),
                         "served penalty 2024-01-06 2024-01-31 2024-02-03 2000 0 v2 3");
        o = IMPORT("--map", event_map("two", ""), events);
        ck_assert_str_eq(total(&o), "7 0 0 6 1 0");
        ck_assert_str_eq(case_line("two", "A1"),
                         "closed penalty 2024-01-05 2024-01-30 2024-02-02 2024-03-01 150000 150000 v2 6");
}
END_TEST

START_TEST(a_changed_event_replaces_the_one_before_and_both_stay_on_record)
{
        static const char rows[] =
            "案号,事项,日期,金额,流水\nB1,缴款,2024/2/10,%s,P-1\nB1,缴款,2024/2/11,5.00,P-2\n";
        const char *keyed = "\"key\": {\"columns\": [\"流水\"]},";
        struct outcome o = IMPORT("--map", case_map("changed"),
                                  file_of("b.csv", HEADER "B1,310101,占用,2024-01-05,2024-01-30,1500,甲\n"));

        o = IMPORT("--map", event_map("changed", keyed), file_of("p.csv", text(rows, "100.00")));
        ck_assert_str_eq(total(&o), "2 2 0 0 0 0");
        o = IMPORT("--map", event_map("changed", keyed), file_of("p.csv", text(rows, "250.00")));
        ck_assert_str_eq(total(&o), "2 0 1 1 0 0");
        ck_assert_str_eq(case_line("changed", "B1"),
                         "decided penalty 2024-01-05 2024-01-30 150000 25500 v3 5");
        ck_assert_int_eq(
            count(
                "case_event e join case_file c using (case_id) where system = 'changed' and e.kind = 'paid'"),
            3);
        ck_assert_int_eq(count("case_event e join case_event o on e.corrects = o.event_id join case_file c "
                               "on c.case_id = e.case_id"
                               " where system = 'changed' and e.amount_fen = 25000 and o.amount_fen = 10000 "
                               "and o.external_id = e.external_id"),
                         1);
        o = IMPORT("--map", event_map("changed", keyed), file_of("p.csv", text(rows, "300.00")));
        ck_assert_str_eq(total(&o), "2 0 1 1 0 0");
        ck_assert_str_eq(case_line("changed", "B1"),
                         "decided penalty 2024-01-05 2024-01-30 150000 30500 v4 6");
}
END_TEST

START_TEST(a_changed_row_corrects_its_case_and_a_decision_no_longer_told_is_withdrawn)
{
        static const char row[] = HEADER "C1,310101,%s,2024-01-05,%s,%s,甲\n";
        struct outcome o =
            IMPORT("--map", case_map("row"), file_of("c.csv", text(row, "占用", "2024-01-30", "1500")));

        o = IMPORT("--map", case_map("row"), file_of("c.csv", text(row, "侵占", "2024-01-31", "1500.01")));
        ck_assert_str_eq(total(&o), "1 0 1 0 0 0");
        ck_assert_str_eq(case_line("row", "C1"), "decided penalty 2024-01-05 2024-01-31 150001 0 v2 4");
        ck_assert_str_eq(sql("select data -> 'changed' -> 'title' ->> 'was' from case_event join case_file c "
                             "using (case_id)"
                             " where system = 'row' and kind = 'corrected'"),
                         "占用");
        o = IMPORT("--map", case_map("row"), file_of("c.csv", text(row, "侵占", "", "")));
        ck_assert_str_eq(total(&o), "1 0 1 0 0 0");
        ck_assert_str_eq(case_line("row", "C1"), "filed 2024-01-05 0 0 v3 5");
        o = IMPORT("--map", case_map("row"), file_of("c.csv", text(row, "侵占", "2024-02-01", "")));
        ck_assert_str_eq(case_line("row", "C1"), "decided penalty 2024-01-05 2024-02-01 0 0 v4 6");
        ck_assert_int_eq(
            count(
                "case_event e join case_file c using (case_id) where system = 'row' and e.kind <> 'corrected'"
                " and not exists (select from case_event x where x.corrects = e.event_id)"),
            2);
}
END_TEST

START_TEST(a_file_in_gb18030_is_the_same_file)
{
        /* 编号,单位,案由,立案,决定,罚款,当事人 / G1,310101,占用𠀀,2024年1月5日,2024-01-30,￥１２．５０元,甲
         */
        static const char gb[] = "\xb1\xe0\xba\xc5,\xb5\xa5\xce\xbb,\xb0\xb8\xd3\xc9,\xc1\xa2\xb0\xb8,"
                                 "\xbe\xf6\xb6\xa8,\xb7\xa3\xbf\xee,\xb5\xb1\xca\xc2\xc8\xcb\r\n"
                                 "G1,310101,\xd5\xbc\xd3\xc3\x95\x32\x82\x36,2024\xc4\xea"
                                 "1\xd4\xc2"
                                 "5\xc8\xd5,2024-01-30,"
                                 "\xa3\xa4\xa3\xb1\xa3\xb2\xa3\xae\xa3\xb5\xa3\xb0\xd4\xaa,\xbc\xd7\r\n";
        struct outcome o = IMPORT("--map", case_map("gb"), file_with("gb.csv", gb, sizeof gb - 1));

        ck_assert_int_eq(o.status, 0);
        ck_assert_str_eq(json_string_value(json_object_get(
                             json_array_get(json_object_get(o.json, "files"), 0), "encoding")),
                         "gb18030");
        ck_assert_str_eq(case_line("gb", "G1"), "decided penalty 2024-01-05 2024-01-30 1250 0 v1 2");
        ck_assert_str_eq(sql("select title from case_file where system = 'gb'"), "占用𠀀");
}
END_TEST

START_TEST(what_is_malformed_is_refused_by_line_column_and_reason_and_the_rest_is_taken)
{
        static const char bad[] = HEADER "D1,310101,占用,2024-01-05,,,甲\n"
                                         "D2,310101,占\"用,2024-01-05,,,甲\n"
                                         "D3,310101,占用\n"
                                         "D4,310101,\"占\n用\",2024-02-30,2024-1-1,1.234,甲\n"
                                         "D5,399999,占用,2024-01-05,,,甲\n"
                                         "D6,310101,占\xff用,2024-01-05,,,甲\n"
                                         ",310101,,2024-01-05,,,\n"
                                         "D7,310101,占用,2024-01-05,,,\"甲\n";
        static const char *const reasons[] = {
            "\"3\",\"3\",\"3\",\"案由\",\"stray-quote\",",    "\"4\",\"4\",\"0\",\"\",\"columns\",",
            "\"6\",\"5\",\"4\",\"立案\",\"no-day\",",         "\"6\",\"5\",\"5\",\"决定\",\"date\",",
            "\"6\",\"5\",\"6\",\"罚款\",\"money-fraction\",", "\"7\",\"7\",\"2\",\"单位\",\"unit\",",
            "\"8\",\"8\",\"3\",\"案由\",\"encoding\",",       "\"9\",\"9\",\"1\",\"编号\",\"key\",",
            "\"9\",\"9\",\"3\",\"案由\",\"required\",",       "\"9\",\"9\",\"7\",\"当事人\",\"required\",",
            "\"10\",\"10\",\"7\",\"当事人\",\"open-quote\",",
        };
        const char *path = file_with("bad.csv", bad, sizeof bad - 1), *rejects, *at_ = NULL;
        struct outcome o = IMPORT("--map", case_map_of("bad", ", \"encoding\": \"utf-8\""), path);

        ck_assert_int_eq(o.status, 3);
        ck_assert_str_eq(total(&o), "8 1 0 0 0 7");
        at_ = rejects = content_of(text("%s.rejects.csv", path));
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
                at_ = strstr(at_, text("\"%s\",%s", path, reasons[i]));
                ck_assert_msg(at_ != NULL, "%s is not in its place in\n%s", reasons[i], rejects);
        }
        ck_assert_msg(!strstr(rejects, "has no amount"), "a sum that cannot be read is not missing too:\n%s", rejects);
        ck_assert_str_eq(case_line("bad", "D1"), "filed 2024-01-05 0 0 v1 1");
        ck_assert_int_eq(count("case_file where system = 'bad'"), 1);
}
END_TEST

START_TEST(a_file_that_does_not_fit_the_map_stops_the_run_before_it_begins)
{
        const char *good = file_of("good.csv", HEADER "E1,310101,占用,2024-01-05,,,甲\n");
        struct outcome o =
            IMPORT("--map", case_map("fit"), good, file_of("other.csv", "编号,单位,案由,案由,备注\n"));

        ck_assert_int_eq(o.status, 1);
        ck_assert_ptr_nonnull(strstr(o.errors, "立案"));
        ck_assert_ptr_nonnull(strstr(o.errors, "备注"));
        ck_assert_ptr_nonnull(strstr(o.errors, "more than once"));
        ck_assert_int_eq(count("case_file where system = 'fit'"), 0);
        o = IMPORT("--map", file_of("wrong.map.json", "{\"kind\": \"cases\"}"), good);
        ck_assert_int_eq(o.status, 1);
        ck_assert_ptr_nonnull(strstr(o.errors, "/system"));
        ck_assert_int_eq(IMPORT(good).status, 2);
}
END_TEST

START_TEST(a_dry_run_tells_the_same_and_changes_nothing)
{
        static const char tables[] =
            "(select from case_file union all select from case_event union all select from case_party union "
            "all"
            " select from import_record union all select from import_run union all select from unit) t";
        const char *by_name = file_of(
            "named.map.json",
            "{\"anjuan_map\": 1, \"kind\": \"cases\", \"system\": \"dry\", \"file\": {\"format\": \"csv\", "
            "\"other_columns\": true},"
            " \"key\": {\"columns\": [\"编号\"]}, \"unit\": {\"name\": \"单位\", \"create_missing\": true},"
            " \"case\": {\"title\": \"案由\", \"filed_on\": \"立案\"}}");
        const char *file = file_of("dry.csv", HEADER "F1,某县人防办,占用,2024-01-05,,,甲\nF1,某县人防办,侵占,"
                                                     "2024-01-05,,,甲\nF2,某县人防办,占用,2024-13-05,,,甲\n");
        long long before = count(tables);
        struct outcome dry = IMPORT("--map", by_name, "--dry-run", file), real;

        ck_assert_int_eq(dry.status, 3);
        ck_assert_str_eq(total(&dry), "3 1 1 0 0 1");
        ck_assert_int_eq(count(tables), before);
        real = IMPORT("--map", by_name, file);
        ck_assert_str_eq(total(&real), total(&dry));
        ck_assert_int_eq(counted(json_object_get(real.json, "total"), "units_created"), 1);
        ck_assert_int_gt(count(tables), before);
        ck_assert_str_eq(sql("select title || ' ' || number from case_file where system = 'dry'"),
                         "侵占 dry/F1");
        real = IMPORT("--map", by_name, file);
        ck_assert_str_eq(total(&real), "3 0 0 2 0 1");
        ck_assert_int_eq(counted(json_object_get(real.json, "total"), "units_created"), 0);
}
END_TEST

START_TEST(units_are_not_made_unless_the_map_asks)
{
        const char *by_name =
            file_of("unnamed.map.json", "{\"anjuan_map\": 1, \"kind\": \"cases\", \"system\": \"unnamed\", "
                                        "\"file\": {\"format\": \"csv\", \"other_columns\": true},"
                                        " \"key\": {\"columns\": [\"编号\"]}, \"unit\": {\"name\": \"单位\"},"
                                        " \"case\": {\"title\": \"案由\", \"filed_on\": \"立案\"}}");
        struct outcome o =
            IMPORT("--map", by_name,
                   file_of("unnamed.csv", HEADER "G1,黄浦区国防动员办公室,占用,2024-01-05,,,甲\n"
                                                 "G2,无此单位,占用,2024-01-05,,,甲\n"));

        ck_assert_int_eq(o.status, 3);
        ck_assert_str_eq(total(&o), "2 1 0 0 0 1");
        ck_assert_str_eq(sql("select unit_id from case_file where system = 'unnamed'"), "310101");
        ck_assert_int_eq(count("unit where name_zh = '无此单位'"), 0);
}
END_TEST

START_TEST(a_unit_is_made_with_the_code_that_the_file_gives)
{
        const char *map = file_of(
            "coded.map.json",
            "{\"anjuan_map\": 1, \"kind\": \"cases\", \"system\": \"coded\", \"file\": {\"format\": \"csv\"},"
            " \"key\": {\"columns\": [\"编号\"]}, \"unit\": {\"code\": \"代码\", \"name\": \"单位\", "
            "\"create_missing\": true},"
            " \"case\": {\"title\": {\"const\": \"占用\"}, \"filed_on\": {\"const\": \"2024-01-05\"}}}");
        struct outcome o = IMPORT(
            "--map", map,
            file_of("coded.csv", "编号,代码,单位\nU1,990001,甲县人防办\nU2,990001,甲县\nU3,310101,黄浦\n"
                                 "U4,99 01,乙县人防办\nU5,990002,甲县人防办\nU6,990003,\n"));

        ck_assert_str_eq(total(&o), "6 3 0 0 0 3");
        ck_assert_str_eq(sql("select string_agg(external_id || ' ' || unit_id, ', ' order by external_id) "
                             "from case_file where system = 'coded'"),
                         "U1 990001, U2 990001, U3 310101");
        ck_assert_str_eq(sql("select name_zh from unit where unit_id = '990001'"), "甲县人防办");
}
END_TEST

START_TEST(two_cases_of_a_unit_do_not_share_a_number)
{
        struct outcome o = IMPORT("--map", case_map("number-a"),
                                  file_of("n.csv", HEADER "N-1,310101,占用,2024-01-05,,,甲\n"));

        ck_assert_str_eq(total(&o), "1 1 0 0 0 0");
        o = IMPORT(
            "--map", case_map("number-b"),
            file_of("n.csv", HEADER "N-1,310101,占用,2024-01-05,,,甲\nN-2,310101,占用,2024-01-05,,,甲\n"));
        ck_assert_str_eq(total(&o), "2 1 0 0 0 1");
        ck_assert_ptr_nonnull(strstr(content_of(text("%s/n.csv.rejects.csv", folder())), "\"number-taken\""));
        o = IMPORT("--map", case_map("number-a"),
                   file_of("n.csv", HEADER "N-1,310115,占用,2024-01-05,,,甲\n"));
        ck_assert_str_eq(total(&o), "1 0 0 0 0 1");
        ck_assert_ptr_nonnull(strstr(content_of(text("%s/n.csv.rejects.csv", folder())), "\"moved\""));
}
END_TEST

START_TEST(events_of_unknown_cases_and_other_filings_are_refused)
{
        struct outcome o =
            IMPORT("--map", event_map("two", ""),
                   file_of("lost.csv",
                           "案号,事项,日期,金额\nA9,送达,2024/2/2,\nA1,立案,2024/1/6,\nA2,缴款,2024/2/9,\n"));
        const char *rejects = content_of(text("%s/lost.csv.rejects.csv", folder()));

        ck_assert_str_eq(total(&o), "3 0 0 0 0 3");
        ck_assert_ptr_nonnull(strstr(rejects, "\"2\",\"2\",\"0\",\"\",\"no-case\""));
        ck_assert_ptr_nonnull(strstr(rejects, "\"3\",\"3\",\"0\",\"\",\"filed\""));
        ck_assert_ptr_nonnull(strstr(rejects, "\"4\",\"4\",\"4\",\"金额\",\"required\""));
}
END_TEST

START_TEST(a_case_ends_once_and_not_before_it_was_filed)
{
        struct outcome o = IMPORT(
            "--map", case_map("end"),
            file_of("end.csv", HEADER "Z1,310101,占用,2024-01-05,,,甲\nZ2,310101,占用,2024-01-05,,,乙\n"));
        const char *rejects;

        o = IMPORT("--map", event_map("end", ""),
                   file_of("ends.csv",
                           "案号,事项,日期,金额\nZ1,结案,2024/3/2,\nZ1,结案,2024/3/1,\nZ2,结案,2024/1/4,\n"));
        ck_assert_str_eq(total(&o), "3 1 0 0 0 2");
        rejects = content_of(text("%s/ends.csv.rejects.csv", folder()));
        ck_assert_ptr_nonnull(strstr(rejects, "\"2\",\"2\",\"0\",\"\",\"ended\""));
        ck_assert_ptr_nonnull(strstr(rejects, "\"4\",\"4\",\"0\",\"\",\"before-filing\""));
        ck_assert_str_eq(case_line("end", "Z1"), "closed 2024-01-05 2024-03-01 0 0 v2 2");
        o = IMPORT("--map", event_map("end", ""),
                   file_of("ends.csv", "案号,事项,日期,金额\nZ1,结案,2024/2/1,\nZ1,结案,2024/3/1,\n"));
        ck_assert_str_eq(total(&o), "2 0 0 1 0 1");
        ck_assert_str_eq(case_line("end", "Z1"), "closed 2024-01-05 2024-03-01 0 0 v2 2");
}
END_TEST

/* What the product says of a quarter and unit, and what a naive count of the rows says. */
START_TEST(quarters_are_the_sums_of_what_was_imported)
{
        static const char *const quarters[] = {"2023Q4", "2024Q1", "2024Q2"};
        static const char *const units[] = {"310101", "310115"};
        const char *of = "from case_event e join case_file c using (case_id) where c.origin = 'imported' and "
                         "e.kind <> 'corrected'"
                         " and not exists (select from case_event x where x.corrects = e.event_id)";

        for (int q = 0; q < 3; q++)
                for (int u = 0; u < 2; u++) {
                        struct answer *a = get("legal1.city", "/api/v1/statistics/quarters/%s", quarters[q]);
                        const char *when = text("and e.at_unit_id = '%s' and date_trunc('quarter', "
                                                "e.happened_on)::date = quarter_first('%s')",
                                                units[u], quarters[q]);
                        size_t i = 0;

                        expect(a, 200);
                        while (strcmp(at(a, text("units/%zu/unit_id", i)), units[u]))
                                i++;
                        ck_assert_str_eq(at(a, text("units/%zu/filed", i)),
                                         sql("select count(*) %s and e.kind = 'filed' %s", of, when));
                        ck_assert_str_eq(at(a, text("units/%zu/decided", i)),
                                         sql("select count(*) %s and e.kind = 'decided' %s", of, when));
                        ck_assert_str_eq(at(a, text("units/%zu/closed", i)),
                                         sql("select count(*) %s and e.kind = 'closed' %s", of, when));
                        ck_assert_str_eq(
                            at(a, text("units/%zu/fines_decided_fen", i)),
                            sql("select coalesce(sum(e.fine_fen), 0) %s and e.kind = 'decided' %s", of,
                                when));
                        ck_assert_str_eq(at(a, text("units/%zu/in_hand_end", i)),
                                         sql("select count(*) from case_file where unit_id = '%s' and "
                                             "filed_on <= quarter_last('%s')"
                                             " and (closed_on is null or closed_on > quarter_last('%s'))",
                                             units[u], quarters[q], quarters[q]));
                }
}
END_TEST

START_TEST(a_case_handled_here_is_not_for_imports)
{
        const char *id =
            case_filed_by("officer1.huangpu", "2026-03-02", "\"system\":\"two\",\"external_id\":\"H1\"");
        struct outcome o =
            IMPORT("--map", case_map("two"), file_of("h.csv", HEADER "H1,310101,占用,2024-01-05,,,甲\n"));

        ck_assert_str_eq(total(&o), "1 0 0 0 0 1");
        ck_assert_ptr_nonnull(strstr(content_of(text("%s/h.csv.rejects.csv", folder())), "\"native\""));
        ck_assert_str_eq(sql("select origin || event_count from case_file where case_id = '%s'", id),
                         "native1");
}
END_TEST

/* The nth map of the manual, from 0. */
static const char *map_of_manual(int n)
{
        const char *block = content_of(SOURCE_ROOT "/docs/import.md");

        for (int i = 0; i <= n; i++)
                ck_assert_ptr_nonnull(block = strstr(block + 1, "```json\n"));
        block += strlen("```json\n");
        return file_of("manual.map.json", text("%.*s", (int)(strstr(block, "```") - block), block));
}

START_TEST(the_examples_of_the_manual_do_what_it_says)
{
        struct outcome o =
            IMPORT("--map", map_of_manual(0),
                   file_of("fines.csv",
                           "No,Office,Offence,Filed,Decided,Fine,Company\n"
                           "2024-0001,310101,Occupying a shelter,2024-01-05,2024-01-30,\"1,500.50\",甲公司\n"
                           "2024-0002,310115,Occupying a shelter,2024-01-08,,,乙公司\n"));

        ck_assert_str_eq(total(&o), "2 2 0 0 0 0");
        ck_assert_str_eq(case_line("old-register", "2024-0001"),
                         "decided penalty 2024-01-05 2024-01-30 150050 0 v1 2");
        ck_assert_str_eq(case_line("old-register", "2024-0002"), "filed 2024-01-08 0 0 v1 1");
        o = IMPORT(
            "--map", map_of_manual(1),
            file_of("acts.csv",
                    "Case,Seq,What,When,Sum\n2024-0001,17,Notice served,05/02/2024 00:00,\n"
                    "2024-0001,18,Payment,17/02/2024 00:00,1000.50\n2024-0001,19,Payment,28/02/2024 "
                    "00:00,500.00\n"
                    "2024-0001,20,Reminder,01/03/2024 00:00,\n2024-0001,21,Case closed,04/03/2024 00:00,\n"));
        ck_assert_str_eq(total(&o), "5 4 0 0 1 0");
        ck_assert_str_eq(case_line("old-register", "2024-0001"),
                         "closed penalty 2024-01-05 2024-01-30 2024-02-05 2024-03-04 150050 150050 v2 6");
        o = IMPORT("--map", map_of_manual(2),
                   file_of("log.csv",
                           "Case,Seq,What,When,Sum,Who\n2024-0002,30,Fine imposed,2024-02-01,80.10,x\n"
                           "2024-0002,31,Letter,2024-02-02,,x\n2024-0002,32,Payment,2024-02-03,80.10,x\n"));
        ck_assert_str_eq(total(&o), "3 2 0 0 1 0");
        ck_assert_str_eq(case_line("old-register", "2024-0002"),
                         "paid penalty 2024-01-08 2024-02-01 8010 8010 v2 3");
}
END_TEST

/* ---- broken off ---- */

enum { MANY = 1200 };

static const char *map_without_number(const char *system)
{
        return file_of("kill.map.json", text("{\"anjuan_map\": 1, \"kind\": \"cases\", \"system\": \"%s\", "
                                             "\"file\": {\"format\": \"csv\", \"other_columns\": true},"
                                             " \"key\": {\"columns\": [\"编号\"]}, \"unit\": {\"code\": "
                                             "\"单位\"}, \"parties\": [{\"name\": \"当事人\"}],"
                                             " \"case\": {\"title\": \"案由\", \"filed_on\": \"立案\"}}",
                                             system));
}

static const char *many_cases(void)
{
        const char *path = file_of("many.csv", HEADER);
        FILE *f = fopen(path, "a");

        for (int i = 0; i < MANY; i++)
                fprintf(f, "K%d,%s,占用%d,2024-01-%02d,,,甲%d\n", i, i % 3 ? "310101" : "310115", i,
                        1 + i % 28, i);
        fclose(f);
        return path;
}

static const char *many_events(void)
{
        const char *path = file_of("many-events.csv", "案号,事项,日期,金额\n");
        FILE *f = fopen(path, "a");

        for (int i = 0; i < MANY; i++)
                fprintf(f, "K%d,送达,2024/2/%d,\nK%d,缴款,2024/3/%d,%d.5\nK%d,结案,2024/4/1,\n", i,
                        1 + i % 28, i, 1 + i % 28, i, i);
        fclose(f);
        return path;
}

static long long at_work(const char *how)
{
        sql("select pg_stat_clear_snapshot()");
        return count(
            text("pg_stat_activity where application_name = 'anjuan job' and datname = current_database()%s",
                 how));
}

/* Kills the import when it comes upon what our open transaction holds, and then lets go. */
static void killed_at_what_we_hold(const char *const *args)
{
        pid_t pid = start(args, text("%s/output", folder()));
        int status;

        while (!at_work(" and wait_event_type = 'Lock'")) {
                ck_assert_msg(waitpid(pid, &status, WNOHANG) == 0, "it ended before it could be killed");
                usleep(2000);
        }
        kill(pid, SIGKILL);
        waitpid(pid, &status, 0);
        sql("rollback");
        /* Its connection may live a moment longer, and holds the lock. */
        while (at_work(""))
                usleep(2000);
}

START_TEST(killed_in_the_middle_and_run_again_comes_to_the_same_end)
{
        const char *file = many_cases(), *map = map_without_number("whole");
        struct outcome o = IMPORT("--map", map, "--batch", "100", file);
        long long there;

        ck_assert_str_eq(total(&o), "1200 1200 0 0 0 0");
        map = map_without_number("killed");
        sql("begin");
        sql("insert into case_file (case_id, unit_id, subject_unit_id, number, title, procedure, source, "
            "filed_on, state, system, external_id,"
            " recorded_by) select gen_random_uuid(), unit_id, subject_unit_id, 'held', title, procedure, "
            "source, filed_on, state, 'killed',"
            " external_id, recorded_by from case_file where system = 'whole' and external_id = 'K600'");
        killed_at_what_we_hold((const char *const[]){"--map", map, "--batch", "100", file, NULL});
        there = count("case_file where system = 'killed'");
        ck_assert_int_eq(there, 600);
        ck_assert_int_eq(count("import_run where system = 'killed' and ended_at is null"), 1);
        o = IMPORT("--map", map, "--batch", "100", file);
        ck_assert_str_eq(total(&o), "1200 600 0 600 0 0");
        ck_assert_str_eq(image_of("killed"), image_of("whole"));
}
END_TEST

START_TEST(events_killed_in_the_middle_come_to_the_same_end_too)
{
        const char *file = many_events();
        struct outcome o = IMPORT("--map", event_map("whole", ""), "--batch", "100", file);
        const char *map;
        long long there;

        ck_assert_str_eq(total(&o), "3600 3600 0 0 0 0");
        map = event_map("killed", "");
        sql("begin");
        sql("select from case_file where case_id = (select case_id from case_file where system = 'killed' "
            "order by case_id offset 650 limit 1) for update");
        killed_at_what_we_hold((const char *const[]){"--map", map, "--batch", "100", file, NULL});
        there = count(
            "case_event e join case_file c using (case_id) where c.system = 'killed' and e.kind = 'paid'");
        ck_assert_int_eq(there, 600);
        o = IMPORT("--map", map, "--batch", "70", file);
        ck_assert_str_eq(total(&o), "3600 1800 0 1800 0 0");
        ck_assert_str_eq(image_of("killed"), image_of("whole"));
        ck_assert_str_eq(sql("select count(*) from case_file where system = 'killed' and state = 'closed' "
                             "and mod(paid_fen, 100) = 50"),
                         "1200");
}
END_TEST

START_TEST(two_imports_of_a_system_do_not_run_at_once)
{
        struct outcome o;

        sql("select pg_advisory_lock(hashtextextended('import two', 23))");
        o = IMPORT("--map", case_map("two"), file_of("two.csv", TWO_CASES));
        sql("select pg_advisory_unlock(hashtextextended('import two', 23))");
        ck_assert_int_eq(o.status, 1);
        ck_assert_ptr_nonnull(strstr(o.errors, "another import"));
}
END_TEST

/* ---- afterwards ---- */

START_TEST(an_imported_case_is_read_by_its_unit_and_is_marked)
{
        const char *id = sql("select case_id from case_file where system = 'two' and external_id = 'A1'");
        struct answer *a = get("officer1.huangpu", "/api/v1/cases/%s", id);

        expect(a, 200);
        ck_assert_str_eq(at(a, "origin"), "imported");
        ck_assert_str_eq(at(a, "system"), "two");
        ck_assert_str_eq(at(a, "state"), "closed");
        ck_assert_str_eq(at(a, "parties/0/name"), "甲");
        expect_problem(get("officer1.pudong", "/api/v1/cases/%s", id), 404, "not-found");
        a = get("officer1.huangpu", "/api/v1/cases/%s/events", id);
        expect(a, 200);
        ck_assert_uint_eq(count_at(a, "items"), 6);
        ck_assert_str_eq(at(a, "items/0/origin"), "imported");
}
END_TEST

START_TEST(an_import_is_one_run_in_the_log_and_one_line_for_each_case_it_touched)
{
        const char *id = sql("select case_id from case_file where system = 'two' and external_id = 'A1'");

        ck_assert_int_eq(count(text("audit_event where content::json ->> 'action' = 'job.import' and "
                                    "content::json -> 'subjects' ->> 0 = '%s'",
                                    id)),
                         2);
        ck_assert_int_eq(
            count("(select content::json ->> 'request' from audit_event join import_run on run_id::text = "
                  "content::json -> 'subjects' ->> 0"
                  " where content::json ->> 'outcome' = 'begun' and system = 'whole' and kind = 'cases') t"),
            1);
        ck_assert_int_eq(
            count("audit_event a join import_run r on r.run_id::text = a.content::json ->> 'request'"
                  " where r.system = 'whole' and r.kind = 'cases'"),
            MANY + 2);
}
END_TEST

/* The form of the rule that imports have for whole batches comes to the same as the one for a case. */
START_TEST(every_case_stands_where_its_events_leave_it)
{
        struct settings s;
        char cases[] = "cases", *argv[] = {cases, NULL};

        ck_assert(settings_read(&s));
        s.jobs_url = text("%s", database_url("anjuan_jobs"));
        ck_assert_int_eq(verify_command(&s, 1, argv), 0);
}
END_TEST

HARNESS_MAIN("import", "people", overlapping_files_give_each_published_case_once,
             each_row_of_each_file_is_accounted_for, the_same_files_again_touch_nothing,
             a_case_sent_to_the_prosecutor_says_when_and_what_came_of_it,
             files_one_at_a_time_come_to_the_same_end_and_an_old_one_undoes_nothing,
             fines_with_cents_add_up_and_a_quarter_is_the_sum_of_its_rows, a_second_file_brings_the_events,
             a_changed_event_replaces_the_one_before_and_both_stay_on_record,
             a_changed_row_corrects_its_case_and_a_decision_no_longer_told_is_withdrawn,
             a_file_in_gb18030_is_the_same_file,
             what_is_malformed_is_refused_by_line_column_and_reason_and_the_rest_is_taken,
             a_file_that_does_not_fit_the_map_stops_the_run_before_it_begins,
             a_dry_run_tells_the_same_and_changes_nothing, units_are_not_made_unless_the_map_asks,
             a_unit_is_made_with_the_code_that_the_file_gives, two_cases_of_a_unit_do_not_share_a_number,
             events_of_unknown_cases_and_other_filings_are_refused,
             a_case_ends_once_and_not_before_it_was_filed, quarters_are_the_sums_of_what_was_imported,
             a_case_handled_here_is_not_for_imports, the_examples_of_the_manual_do_what_it_says,
             killed_in_the_middle_and_run_again_comes_to_the_same_end,
             events_killed_in_the_middle_come_to_the_same_end_too, two_imports_of_a_system_do_not_run_at_once,
             an_imported_case_is_read_by_its_unit_and_is_marked,
             an_import_is_one_run_in_the_log_and_one_line_for_each_case_it_touched,
             every_case_stands_where_its_events_leave_it)
