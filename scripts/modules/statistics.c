/*
 * _statistics: quantiles of the normal distribution.
 *
 * Wichura's algorithm AS 241: a quotient of polynomials for the middle, the
 * flanks and the tails.  The order of operations is part of the result.
 */
#include <math.h>

#include "scripts/modules/modules.h"
#include "scripts/types/float.h"
#include "scripts/types/module.h"
#include "scripts/vm/call.h"
#include "scripts/vm/error.h"

/* Coefficients of a quotient, the highest power first. */
struct quotient {
    double above[8], below[8];
};

static const struct quotient middle = {
    {2.5090809287301226727e+3, 3.3430575583588128105e+4,
     6.7265770927008700853e+4, 4.5921953931549871457e+4,
     1.3731693765509461125e+4, 1.9715909503065514427e+3,
     1.3314166789178437745e+2, 3.3871328727963666080e+0},
    {5.2264952788528545610e+3, 2.8729085735721942674e+4,
     3.9307895800092710610e+4, 2.1213794301586595867e+4,
     5.3941960214247511077e+3, 6.8718700749205790830e+2,
     4.2313330701600911252e+1, 1.0},
};
static const struct quotient flank = {
    {7.74545014278341407640e-4, 2.27238449892691845833e-2,
     2.41780725177450611770e-1, 1.27045825245236838258e+0,
     3.64784832476320460504e+0, 5.76949722146069140550e+0,
     4.63033784615654529590e+0, 1.42343711074968357734e+0},
    {1.05075007164441684324e-9, 5.47593808499534494600e-4,
     1.51986665636164571966e-2, 1.48103976427480074590e-1,
     6.89767334985100004550e-1, 1.67638483018380384940e+0,
     2.05319162663775882187e+0, 1.0},
};
static const struct quotient tail = {
    {2.01033439929228813265e-7, 2.71155556874348757815e-5,
     1.24266094738807843860e-3, 2.65321895265761230930e-2,
     2.96560571828504891230e-1, 1.78482653991729133580e+0,
     5.46378491116411436990e+0, 6.65790464350110377720e+0},
    {2.04426310338993978564e-15, 1.42151175831644588870e-7,
     1.84631831751005468180e-5, 7.86869131145613259100e-4,
     1.48753612908506148525e-2, 1.36929880922735805310e-1,
     5.99832206555887937690e-1, 1.0},
};

static double polynomial(const double *coefficients, double r)
{
    double sum = coefficients[0];
    for (int k = 1; k < 8; k++)
        sum = sum * r + coefficients[k];
    return sum;
}

/* By how many deviations the p-quantile is off the mean. */
static double deviations(double p)
{
    double q = p - 0.5;
    if (fabs(q) <= 0.425) {
        double r = 0.180625 - q * q;
        return polynomial(middle.above, r) * q / polynomial(middle.below, r);
    }
    double r = sqrt(-log(q <= 0.0 ? p : 1.0 - p));
    const struct quotient *f = r <= 5.0 ? &flank : &tail;
    r -= r <= 5.0 ? 1.6 : 5.0;
    double x = polynomial(f->above, r) / polynomial(f->below, r);
    return q < 0.0 ? -x : x;
}

static object *inv_cdf(struct vm *vm, object *self, object *const *args,
                       size_t nargs, object *kwnames)
{
    double p, mu, sigma;
    (void)self, (void)kwnames;
    if (!args_between(vm, "_normal_dist_inv_cdf", nargs, 3, 3) ||
        !float_as_double(vm, args[0], &p) ||
        !float_as_double(vm, args[1], &mu) ||
        !float_as_double(vm, args[2], &sigma))
        return NULL;
    if (p <= 0.0 || p >= 1.0 || sigma <= 0.0)
        return vm_raise(vm, EXC_VALUE_ERROR,
                        "inv_cdf undefined for these parameters");
    return float_new(vm, mu + deviations(p) * sigma);
}

static const struct method_def functions[] = {
    {"_normal_dist_inv_cdf", inv_cdf, METHOD_ARGS,
     "_normal_dist_inv_cdf($module, p, mu, sigma, /)\n--\n\n"},
    {NULL, NULL, 0, NULL},
};

bool statistics_fill(struct vm *vm, object *module)
{
    return module_add_functions(vm, module, functions);
}
