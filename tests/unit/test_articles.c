/* Every article that the table of procedure cites is there in the law, with the paragraph where the law has several and
 * the item where the paragraph is a list. What the laws hold is written down here: of each article, from the first, the
 * number of items of each of its paragraphs. */
#include "rules/procedure.h"
#include "unit.h"

#include <string.h>

static const char *const penalties[] = {
        NULL, "0", "0", "0", "0", "000", "0", "00", "00", "6", "00", "000", "000", "00", "00", "0", "0",
        "0", "000", "0", "0000", "3", "0", "0", "000", "00", "0", "00", "00", "0", "0", "0", "5", "000",
        "0", "00", "00", "0", "00", "0", "0", "000", "00", "000", "0", "00", "800", "0", "00", "0", "0",
        "0", "000", "0", "00", "00", "0", "40", "40", "60", "0", "00", "0", "60", "8", "0", "00", "000",
        "2", "0", "0", "0", "40", "000", "000", "00", "50", "0", "0", "00", "0", "0", "0", "0", "0", "0",
        "0",
};
static const char *const enforcement[] = {
        NULL, "0", "000", "000", "0", "0", "0", "0", "00", "5", "0000", "00", "6", "00", "0", "000", "00",
        "000", "10", "0", "30", "0", "0", "00", "050", "000", "000", "0", "50", "00", "000", "5", "00",
        "500", "0", "4", "0", "050", "0", "40", "5", "0", "00", "00", "0", "00", "000", "00", "0", "0", "0",
        "400", "0", "0", "0", "50", "00", "0", "300", "0", "0000", "6", "4", "00", "0", "4", "00", "0",
        "00", "0", "0", "0",
};
static const char *const reconsideration[] = {
        NULL, "0", "00", "00", "0000", "00", "000", "0", "0", "0", "0", "15", "4", "40", "000", "00", "00",
        "00", "0", "0000", "000", "0", "0000", "50", "4000", "3", "0", "0", "0", "00", "700", "000", "00",
        "0", "0", "0", "00", "00", "00", "1000", "0", "5", "4", "80", "03", "000", "00", "0", "0", "0",
        "000", "000", "040", "40", "00", "0", "0", "0", "00", "0", "0", "000", "00", "30", "40", "23", "0",
        "0", "0", "0", "0", "00", "00", "00", "00", "00", "0", "00", "3", "00", "0", "0", "0", "0", "0",
        "0", "0", "0", "00", "0", "0",
};
static const char *const transfers[] = {
        NULL, "0", "0", "00", "00", "00", "5", "0", "0", "000", "0", "000", "0", "0", "00", "00", "000",
        "00", "0", "0", "0",
};
/* Of these only what is cited. */
static const char *const suits[] = {[45] = "0", [46] = "00", [51] = "0000", [69] = "0", [70] = "6", [71] = "0", [77] = "00"};
static const char *const civil[] = {[85] = "0000", [89] = "0", [95] = "00"};

#define LAW(name, articles) {name, articles, sizeof articles / sizeof *articles}
static const struct law {
        const char *name;
        const char *const *articles;
        size_t n;
} laws[] = {LAW("行政处罚法", penalties),
            LAW("行政强制法", enforcement),
            LAW("行政复议法", reconsideration),
            LAW("行政执法机关移送涉嫌犯罪案件的规定", transfers),
            LAW("行政诉讼法", suits),
            LAW("民事诉讼法", civil)};

/* Articles that are meant as a whole. */
static const char *const whole[] = {"行政处罚法第九条", "行政处罚法第三十二条", "行政诉讼法第六十九条", "行政诉讼法第七十七条"};

static bool takes(const char **s, const char *word)
{
        bool there = !strncmp(*s, word, strlen(word));

        *s += there ? strlen(word) : 0;
        return there;
}

static int digit(const char **s)
{
        static const char *const digits[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};

        for (int i = 0; i < 9; i++)
                if (takes(s, digits[i]))
                        return i + 1;
        return 0;
}

/* 一 to 九十九. 0: none there. */
static int number(const char **s)
{
        int tens = digit(s);

        if (!takes(s, "十"))
                return tens;
        return (tens ? tens : 1) * 10 + digit(s);
}

/* "第…" with the unit that follows. 0: it is not there, and nothing is taken. */
static int part(const char **s, const char *unit)
{
        const char *at = *s;
        int n = takes(&at, "第") ? number(&at) : 0;

        if (!n || !takes(&at, unit))
                return 0;
        *s = at;
        return n;
}

static bool is_whole(const char *law, const char *article, size_t length)
{
        for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
                if (!strncmp(whole[i], law, strlen(law)) && strlen(whole[i] + strlen(law)) == length &&
                    !strncmp(whole[i] + strlen(law), article, length))
                        return true;
        return false;
}

static const struct law *law_named(const char **s)
{
        for (size_t i = 0; i < sizeof laws / sizeof *laws; i++)
                if (takes(s, laws[i].name))
                        return &laws[i];
        return NULL;
}

/* One paragraph and item of an article; told what is wrong with it, NULL: nothing. */
static const char *place_fault(const char *items, const char **s)
{
        int paragraphs = (int)strlen(items), paragraph = part(s, "款"), item = part(s, "项");

        if (paragraph > paragraphs)
                return "no such paragraph";
        if (!paragraph && paragraphs > 1)
                return "which paragraph?";
        if (paragraph && paragraphs == 1)
                return "it has one paragraph alone";
        if (item > items[paragraph ? paragraph - 1 : 0] - '0')
                return "no such item";
        return NULL;
}

/* "法第…条第…款第…项", several joined by 、 or 至, of one law. */
static const char *fault_of(const char *s)
{
        const struct law *law = law_named(&s);
        const char *items = NULL, *why;

        if (!law)
                return "no such law";
        do {
                const char *at = s;
                int article = part(&s, "条");

                if (article && ((size_t)article >= law->n || !law->articles[article]))
                        return "no such article";
                items = article ? law->articles[article] : items;
                if (!items)
                        return "which article?";
                if ((!article || !strncmp(s, "第", strlen("第")) || !is_whole(law->name, at, (size_t)(s - at))) &&
                    (why = place_fault(items, &s)))
                        return why;
        } while (takes(&s, "、") || takes(&s, "至"));
        return *s ? "what is that?" : NULL;
}

static void check(const char *where, const char *article)
{
        const char *why = article ? fault_of(article) : NULL;

        ck_assert_msg(!why, "%s: %s: %s", where, article, why);
}

START_TEST(citations_that_the_law_does_not_have_are_found)
{
        static const struct {
                const char *article, *why;
        } wrong[] = {{"行政处罚法第八十七条", "no such article"},
                     {"行政处罚法第六十四条第九项", "no such item"},
                     {"行政处罚法第六十四条第一款第一项", "it has one paragraph alone"},
                     {"行政处罚法第四十三条", "which paragraph?"},
                     {"行政处罚法第四十三条第四款", "no such paragraph"},
                     {"行政处罚法第四十三条第二款第一项", "no such item"},
                     {"动物防疫法第一条", "no such law"}};

        for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
                ck_assert_pstr_eq(fault_of(wrong[i].article), wrong[i].why);
        ck_assert_ptr_null(fault_of("行政处罚法第七十二条第一款第一项、第七十三条第三款"));
}
END_TEST

START_TEST(every_article_that_is_cited_is_there_in_the_law_and_told_to_the_paragraph)
{
        size_t n;
        const struct act_row *rows = procedure_table(&n);

        for (size_t i = 0; i < n; i++) {
                check(rows[i].kind, rows[i].article);
                for (const struct guard *const *g = rows[i].guards; g && *g; g++)
                        check((*g)->code, (*g)->article);
        }
        for (const struct guard *const *g = procedure_common_guards(); *g; g++)
                check((*g)->code, (*g)->article);
}
END_TEST

UNIT_MAIN("articles", citations_that_the_law_does_not_have_are_found,
          every_article_that_is_cited_is_there_in_the_law_and_told_to_the_paragraph)
