#ifndef CPHONENUMBER_H
#define CPHONENUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* What is asked of libphonenumber, in C. Texts are UTF-8; texts that come back end with a zero byte and are cut short by
 * nobody: what does not fit is not there. Any function may be called from any thread. */

#ifdef __cplusplus
extern "C" {
#endif

/* A country that numbers can be dialled in. */
typedef struct {
    char region[3];
    int calling_code;
} cphone_country;

/* A number that was read. E.164 has at most 15 digits; libphonenumber reads up to 20. */
typedef struct {
    char e164[32];
    /* Whether the numbering plan has a range for it. */
    bool is_valid;
    /* Whether it has fewer digits than any number of its country, or can only be dialled within a town. */
    bool is_too_short;
} cphone_number;

/* A number as it is shown. */
typedef struct {
    char international[64];
    char region[4];
    bool is_valid;
} cphone_display;

/* Writes at most `capacity` countries and returns how many there are. */
size_t cphone_countries(cphone_country *countries, size_t capacity);

/* Reads what a person typed in a region ("JP"); false where it is no number. */
bool cphone_parse(const char *typed, size_t length, const char *region, cphone_number *number);

/* How a number in E.164 is written, and whose it is; false where it cannot be read. */
bool cphone_describe(const char *e164, size_t length, cphone_display *display);

#ifdef __cplusplus
}
#endif
#endif
