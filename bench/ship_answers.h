/*
 * ship_answers.h
 *		What delay_server answers when it ships: labels and barcodes.
 */
#ifndef PNL_BENCH_SHIP_ANSWERS_H
#define PNL_BENCH_SHIP_ANSWERS_H

#include <stddef.h>

/* Before the first answer; either path may be NULL. */
extern void ship_prepare(const char *log_path, const char *keep_path);

/*
 * The answer, header and body, to a whole request, which ends in a zero byte.
 * The caller frees it.
 */
extern char *ship_answer(const char *request, const char *body, size_t *length);

#endif							/* PNL_BENCH_SHIP_ANSWERS_H */
