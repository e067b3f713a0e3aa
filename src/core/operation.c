/*
 * operation.c
 *		What can be asked of a descriptor itself.
 */
#include "core/operation.h"

int
pnl_operation_parameter_count(const PnlOperation *operation)
{
	int			count = 0;

	while (operation->parameters[count].argument != NULL)
		count++;
	return count;
}
