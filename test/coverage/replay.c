/*
 * replay.c
 *		Runs a fuzz target over files, without libFuzzer.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#define MOST (1024 * 1024)

int
main(int argc, char **argv)
{
	uint8_t    *data = malloc(MOST);

	for (int i = 1; i < argc; i++)
	{
		FILE	   *file = fopen(argv[i], "rb");
		size_t		size;

		if (file == NULL || data == NULL)
		{
			perror(argv[i]);
			return 1;
		}
		size = fread(data, 1, MOST, file);
		fclose(file);
		(void) LLVMFuzzerTestOneInput(data, size);
	}
	free(data);
	return 0;
}
