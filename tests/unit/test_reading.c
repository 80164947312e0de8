#include "rules/reading.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

#define FORMS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* The day as text, or why there is none. */
static const char *day_in(const char *text, const char *const *forms)
{
        static const char *const why[] = {"", "form", "no day", "not in era", "ambiguous"};
        static char out[DAY_TEXT_SIZE];
        size_t used;
        day_t day;
        enum date_reading got = date_read(text, forms, true, false, &day, &used);

        return got == DATE_READ ? day_format(day, out) : why[got];
}

START_TEST(each_form_reads_its_dates)
{
        static const struct {
                const char *form, *text, *day;
        } rows[] = {
                {"YYYY-MM-DD", "2024-02-29", "2024-02-29"},
                {"YYYY/MM/DD", "2024/03/01", "2024-03-01"},
                {"YYYY/M/D", "2024/3/1", "2024-03-01"},
                {"YYYY.M.D", "2024.12.31", "2024-12-31"},
                {"YYYYMMDD", "20240331", "2024-03-31"},
                {"YYYY年M月D日", "2024年3月1日", "2024-03-01"},
                {"YYYY年M月D日", "２０２４年３月１日", "2024-03-01"},
                {"M/D/YYYY", "3/1/2024", "2024-03-01"},
                {"DD.MM.YYYY", "01.03.2024", "2024-03-01"},
                {"DD-MON-YYYY", "01-mar-2024", "2024-03-01"},
                {"ERAy年M月D日", "平成29年10月31日", "2017-10-31"},
                {"ERAy年M月D日", "平成29年５月15日", "2017-05-15"},
                {"ERAy年M月D日", "令和元年5月10日", "2019-05-10"},
                {"ERAy年M月D日", "昭和64年1月7日", "1989-01-07"},
                {"ERAy.M.D", "H28.11.28", "2016-11-28"},
                {"ERAy.M.D", "Ｈ２８．１１．２８", "2016-11-28"},
                {"ERAy.M.D", "R1.5.10", "2019-05-10"},
                {"YYYY-MM-DD hh:mm:ss", "2024-03-31 23:59:59", "2024-03-31"},
                {"YYYY-MM-DDThh:mm:ss.f", "2024-03-31T16:00:00.000", "2024-03-31"},
                {"YYYY-MM-DDThh:mm:ssZ", "2024-03-31T16:00:00Z", "2024-04-01"},
                {"YYYY-MM-DDThh:mm:ssZ", "2024-03-31T15:59:59Z", "2024-03-31"},
                {"YYYY-MM-DDThh:mm:ss.fZ", "2024-01-01T06:30:00.123+09:00", "2024-01-01"},
                {"YYYY-MM-DDThh:mm:ssZ", "2024-01-01T00:30:00+0900", "2023-12-31"},
                {"YYYY-MM-DDThh:mm:ssZ", "2024-01-01T20:00:00-08", "2024-01-02"},
                {"YYYY-MM-DDThh:mm:ssz", "2024-03-31T23:00:00+02:00", "2024-03-31"},
        };

        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
                ck_assert_msg(date_form_is(rows[i].form), "%s", rows[i].form);
                ck_assert_str_eq(day_in(rows[i].text, FORMS(rows[i].form)), rows[i].day);
        }
}
END_TEST

START_TEST(what_does_not_fit_a_form_is_not_read)
{
        ck_assert_str_eq(day_in("2024-3-1", FORMS("YYYY-MM-DD")), "form");
        ck_assert_str_eq(day_in("2024-03-01 ", FORMS("YYYY-MM-DD")), "form");
        ck_assert_str_eq(day_in("2024-03-011", FORMS("YYYY-MM-D")), "form");
        ck_assert_str_eq(day_in("24-03-01", FORMS("YYYY-MM-DD")), "form");
        ck_assert_str_eq(day_in("", FORMS("YYYY-MM-DD")), "form");
        ck_assert_str_eq(day_in("2024-02-30", FORMS("YYYY-MM-DD")), "no day");
        ck_assert_str_eq(day_in("2024-13-01", FORMS("YYYY-MM-DD")), "no day");
        ck_assert_str_eq(day_in("2024-03-01 24:00", FORMS("YYYY-MM-DD hh:mm")), "no day");
        ck_assert_str_eq(day_in("大正5年1月1日", FORMS("ERAy年M月D日")), "form");
        ck_assert_str_eq(day_in("H0.1.1", FORMS("ERAy.M.D")), "form");
}
END_TEST

START_TEST(an_era_begins_and_ends_on_its_day)
{
        static const char *const forms[] = {"ERAy年M月D日", NULL};
        size_t used;
        day_t day;

        ck_assert_str_eq(day_in("平成31年4月30日", forms), "2019-04-30");
        ck_assert_str_eq(day_in("平成31年5月1日", forms), "not in era");
        ck_assert_str_eq(day_in("令和元年5月1日", forms), "2019-05-01");
        ck_assert_str_eq(day_in("令和元年4月30日", forms), "not in era");
        ck_assert_str_eq(day_in("平成元年1月7日", forms), "not in era");
        ck_assert_int_eq(date_read("平成32年1月6日", forms, true, true, &day, &used), DATE_READ);
        ck_assert_int_eq(day, day_from_civil(2020, 1, 6));
}
END_TEST

START_TEST(a_leading_date_is_read_and_the_rest_is_left)
{
        static const char text[] = "H28.11.28送検,H29.1.5不起訴";
        size_t used;
        day_t day;

        ck_assert_int_eq(date_read(text, FORMS("ERAy.M.D"), false, false, &day, &used), DATE_READ);
        ck_assert_int_eq(day, day_from_civil(2016, 11, 28));
        ck_assert_str_eq(text + used, "送検,H29.1.5不起訴");
        ck_assert_int_eq(date_read("送検", FORMS("ERAy.M.D"), false, false, &day, &used), DATE_FORM);
}
END_TEST

START_TEST(two_forms_that_disagree_read_nothing)
{
        const char *const *forms = FORMS("M/D/YYYY", "D/M/YYYY");

        ck_assert_str_eq(day_in("3/4/2024", forms), "ambiguous");
        ck_assert_str_eq(day_in("4/4/2024", forms), "2024-04-04");
        ck_assert_str_eq(day_in("13/4/2024", forms), "2024-04-13");
}
END_TEST

START_TEST(a_form_names_one_day_in_signs_it_knows)
{
        static const char *const wrong[] = {"", "YYYY", "YYYY-MM", "yyyy-mm-dd", "YYYY-MM-DD-DD", "MM-DD", "y.M.D",
                                            "ERA.M.D", "yERA.M.D", "YYYY-MM-DDZ", "YY-MM-DD", "YYYY-MM-DD a",
                                            "YYYYERAy-MM-DD"};

        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                ck_assert_msg(!date_form_is(wrong[i]), "%s", wrong[i]);
}
END_TEST

/* The sum in fen as text, or why there is none. */
static const char *fen_in(const char *text, const struct money_form *form)
{
        static const char *const why[] = {"", "not a number", "too fine", "negative", "too large"};
        static char out[32];
        int64_t fen;
        enum money_reading got = money_read(text, form, &fen);

        snprintf(out, sizeof out, "%lld", (long long)fen);
        return got == MONEY_READ ? out : why[got];
}

START_TEST(sums_become_fen_exactly)
{
        static const struct money_form yuan = {MONEY_YUAN}, wan = {MONEY_WAN_YUAN}, fen = {MONEY_FEN};

        ck_assert_str_eq(fen_in("0", &yuan), "0");
        ck_assert_str_eq(fen_in("35", &yuan), "3500");
        ck_assert_str_eq(fen_in("35.1", &yuan), "3510");
        ck_assert_str_eq(fen_in("0.07", &yuan), "7");
        ck_assert_str_eq(fen_in("1,234,567.89", &yuan), "123456789");
        ck_assert_str_eq(fen_in("￥１，２３４．５０元", &yuan), "123450");
        ck_assert_str_eq(fen_in("¥ 12 元", &yuan), "1200");
        ck_assert_str_eq(fen_in("3.5万元", &yuan), "3500000");
        ck_assert_str_eq(fen_in("3.5", &wan), "3500000");
        ck_assert_str_eq(fen_in("0.000001", &wan), "1");
        ck_assert_str_eq(fen_in("1200元", &wan), "120000");
        ck_assert_str_eq(fen_in("1999", &fen), "1999");
        ck_assert_str_eq(fen_in("10000000000000.00", &yuan), "1000000000000000");
}
END_TEST

START_TEST(sums_of_other_countries_are_read_when_the_form_says_so)
{
        static const struct money_form dollar = {MONEY_YUAN, false, "$"}, comma = {MONEY_YUAN, true, "EUR"};

        ck_assert_str_eq(fen_in("$1,234.50", &dollar), "123450");
        ck_assert_str_eq(fen_in("1.234,50", &comma), "123450");
        ck_assert_str_eq(fen_in("EUR 0,5", &comma), "50");
        ck_assert_str_eq(fen_in("$1", &comma), "not a number");
}
END_TEST

START_TEST(sums_that_are_not_surely_meant_are_refused)
{
        static const struct money_form yuan = {MONEY_YUAN}, wan = {MONEY_WAN_YUAN}, fen = {MONEY_FEN};

        static const char *const not_numbers[] = {"",     "一百",  "12,34",   "1,2345", "12345,678", ",123", "1,,234",
                                                  "1.",   ".5",    "1.2.3",   "1 2",    "12元元",    "12abc", "1e3",
                                                  "0x10", "1,234,", "+5"};

        for (size_t i = 0; i < sizeof not_numbers / sizeof *not_numbers; i++)
                ck_assert_msg(!strcmp(fen_in(not_numbers[i], &yuan), "not a number"), "%s", not_numbers[i]);
        ck_assert_str_eq(fen_in("1.005", &yuan), "too fine");
        ck_assert_str_eq(fen_in("1.500", &yuan), "too fine");
        ck_assert_str_eq(fen_in("0.0000001", &wan), "too fine");
        ck_assert_str_eq(fen_in("1.5", &fen), "too fine");
        ck_assert_str_eq(fen_in("-5", &yuan), "negative");
        ck_assert_str_eq(fen_in("¥-5", &yuan), "negative");
        ck_assert_str_eq(fen_in("10000000000000.01", &yuan), "too large");
        ck_assert_str_eq(fen_in("99999999999999999999999999", &yuan), "too large");
}
END_TEST

UNIT_MAIN("reading", each_form_reads_its_dates, what_does_not_fit_a_form_is_not_read,
          an_era_begins_and_ends_on_its_day, a_leading_date_is_read_and_the_rest_is_left,
          two_forms_that_disagree_read_nothing, a_form_names_one_day_in_signs_it_knows, sums_become_fen_exactly,
          sums_of_other_countries_are_read_when_the_form_says_so, sums_that_are_not_surely_meant_are_refused)
