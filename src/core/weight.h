/*
 * weight.h
 *		Weights as people and columns have them, in whole grams.
 */
#ifndef PNL_CORE_WEIGHT_H
#define PNL_CORE_WEIGHT_H

#include <stdint.h>

#include "core/value.h"

typedef enum PnlWeightUnit
{
	PNL_GRAMS,
	PNL_KILOGRAMS
} PnlWeightUnit;

/*
 * Reads a decimal number (1250, 1250.4, 1.25e3 and, in a text, 1,25) of the
 * unit and rounds it up to whole grams: PostNL's scales find no parcel
 * heavier than it was announced.  False when the text is no such number, is
 * negative or more than int32_t holds, and for a comma before three digits,
 * which may be one of thousands.
 */
extern bool pnl_weight_grams(PnlText text, PnlWeightUnit unit, int32_t *grams) PNL_MUST_CHECK;

#endif							/* PNL_CORE_WEIGHT_H */
