#include "rules/agreement.h"
#include "rules/quantile.h"
#include "unit.h"

#include <math.h>

static void is(double value, double published, double within)
{
        ck_assert_msg(fabs(value - published) < within, "%.7f, published %.7f", value, published);
}

/* K. L. Gwet, irrCAC 1.0 (CRAN, 2019), vignette "Calculating Chance-corrected Agreement Coefficients", table
 * cont3x3abstractors: kappa 0.7964094, standard error 0.05891072, interval 0.68 to 0.913; AC1 0.8493305, 0.04321747,
 * 0.764 to 0.935; agreement 0.89. */
START_TEST(two_abstractors_of_pregnancies_agree_as_gwet_published)
{
        static const long counts[] = {13, 0, 0, 0, 20, 7, 0, 4, 56};
        struct agreement a = agreement_of(counts, 3);

        ck_assert_uint_eq(a.n, 100);
        is(a.observed, 0.89, 1e-9);
        is(a.kappa.value, 0.7964094, 5e-8);
        is(a.kappa.se, 0.05891072, 5e-9);
        is(a.kappa.low, 0.680, 5e-4);
        is(a.kappa.high, 0.913, 5e-4);
        is(a.ac1.value, 0.8493305, 5e-8);
        is(a.ac1.se, 0.04321747, 5e-9);
        is(a.ac1.low, 0.764, 5e-4);
        is(a.ac1.high, 0.935, 5e-4);
}
END_TEST

/* Two dermatologists, 88 patients: SAS/STAT User's Guide, "The FREQ Procedure", Getting Started: Agreement Study (support.sas.com,
 * procstat_freq_gettingstarted02): kappa 0.3449, 95 % interval 0.2030 to 0.4868, which is of the normal distribution. */
START_TEST(two_dermatologists_agree_as_in_the_manual_of_sas)
{
        static const long counts[] = {10, 4, 1, 0, 5, 10, 12, 2, 2, 4, 12, 5, 0, 2, 6, 13};
        struct agreement a = agreement_of(counts, 4);

        ck_assert_uint_eq(a.n, 88);
        is(a.kappa.value, 0.3449, 5e-5);
        is(a.kappa.value - normal_quantile(0.975) * a.kappa.se, 0.2030, 5e-5);
        is(a.kappa.value + normal_quantile(0.975) * a.kappa.se, 0.4868, 5e-5);
}
END_TEST

/* The paradox of Feinstein and Cicchetti (1990): much agreement and no kappa. Worked by hand from Gwet's definition: 118 of 125 agree,
 * 0.944; the two say yes (123 + 120) / 250 = 0.972 of the time, by chance they agree 2 * 0.972 * 0.028 = 0.054432;
 * (0.944 - 0.054432) / (1 - 0.054432) = 0.9408. Kappa: by chance (123 * 120 + 2 * 5) / 125^2 = 0.94528;
 * (0.944 - 0.94528) / (1 - 0.94528) = -0.0234. */
START_TEST(where_nearly_all_is_well_ac1_stays_high_and_kappa_does_not)
{
        static const long counts[] = {118, 5, 2, 0};
        struct agreement a = agreement_of(counts, 2);

        is(a.kappa.value, -0.0234, 5e-5);
        is(a.ac1.value, 0.9408, 5e-5);
}
END_TEST

START_TEST(what_cannot_be_known_is_not_told)
{
        static const long none[4] = {0}, one[] = {7, 0, 0, 0};
        struct agreement a = agreement_of(none, 2);

        ck_assert(!a.kappa.known && !a.ac1.known);
        a = agreement_of(one, 2);
        ck_assert(!a.kappa.known);
        ck_assert(a.ac1.known);
        is(a.ac1.value, 1, 1e-12);
        is(a.ac1.low, 1, 1e-12);
}
END_TEST

/* Of the printed tables of t. */
START_TEST(quantiles_are_those_of_the_tables)
{
        is(student_quantile(0.975, 1), 12.7062, 5e-5);
        is(student_quantile(0.975, 2), 4.3027, 5e-5);
        is(student_quantile(0.975, 10), 2.2281, 5e-5);
        is(student_quantile(0.975, 99), 1.9842, 5e-5);
        is(student_quantile(0.95, 7), 1.8946, 5e-5);
        is(normal_quantile(0.975), 1.95996, 5e-6);
}
END_TEST

UNIT_MAIN("agreement", two_abstractors_of_pregnancies_agree_as_gwet_published, two_dermatologists_agree_as_in_the_manual_of_sas,
          where_nearly_all_is_well_ac1_stays_high_and_kappa_does_not, what_cannot_be_known_is_not_told,
          quantiles_are_those_of_the_tables)
