/*
 * product.c
 *		PostNL's products, and the services that each is made of.
 */
#include "core/product.h"

#include <stdio.h>
#include <string.h>

#include "core/ascii.h"
#include "core/choice.h"

static const char *const service_words[] = {
	"signature", "stated_address_only", "return_when_not_home", "age_check_16",
	"age_check_18", "delivery_code", "adr_lq", "registered", "track_trace",
	"insured", "insured_plus", "notification"
};

#define SERVICE_COUNT (sizeof(service_words) / sizeof(service_words[0]))

/*
 * Services that any product takes along as an option of its own, and that
 * therefore do not choose it (product_options.csv).
 */
#define ANY_PRODUCT \
	(PNL_SERVICE_ADR_LQ | PNL_SERVICE_DELIVERY_CODE | PNL_SERVICE_AGE_CHECK_16 | \
	 PNL_SERVICE_REGISTERED)

PnlServices
pnl_product_find_service(const char *word, size_t length)
{
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		if (strlen(service_words[i]) == length &&
			pnl_ascii_equal(service_words[i], word, length))
			return (PnlServices) 1 << i;
	return 0;
}

const char *
pnl_product_service_word(PnlServices bit)
{
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		if (bit == (PnlServices) 1 << i)
			return service_words[i];
	return "";
}

static bool
fits_route(const PnlProduct *product, const PnlProductWish *wish)
{
	return product->choosable && strcmp(product->origin, wish->origin) == 0 &&
		strcmp(product->destination, wish->destination) == 0 &&
		product->pickup == wish->pickup &&
		(wish->shipment_type == NULL ||
		 strcmp(product->shipment_type, wish->shipment_type) == 0);
}

/* The row of a code on the wish's route, else on any. */
static const PnlProduct *
find_code(const PnlProductTable *table, const PnlProductWish *wish)
{
	const PnlProduct *found = NULL;

	for (int i = 0; i < table->count; i++)
	{
		const PnlProduct *product = &table->rows[i];

		if (strcmp(product->code, wish->code) != 0)
			continue;
		if (strcmp(product->origin, wish->origin) == 0 &&
			strcmp(product->destination, wish->destination) == 0)
			return product;
		if (found == NULL)
			found = product;
	}
	return found;
}

static const PnlProduct *
find_services(const PnlProductTable *table, const PnlProductWish *wish,
			  PnlServices services)
{
	for (int i = 0; i < table->count; i++)
		if (fits_route(&table->rows[i], wish) &&
			table->rows[i].services == (services & ~(PnlServices) ANY_PRODUCT))
			return &table->rows[i];
	return NULL;
}

/* "signature, insured" */
static void
list_services(PnlServices services, char *list, size_t size)
{
	size_t		used = 0;

	list[0] = '\0';
	for (size_t i = 0; i < SERVICE_COUNT && used < size; i++)
		if (services & ((PnlServices) 1 << i))
			used += (size_t) snprintf(list + used, size - used, "%s%s",
									  used > 0 ? ", " : "", service_words[i]);
}

static bool
refuse_services(const PnlProductWish *wish, PnlServices services, PnlError *error)
{
	char		list[200];

	list_services(services, list, sizeof(list));
	return pnl_error_set_key(error, "services", "are not possible together from %s to %s%s: %s",
							 wish->origin, wish->destination,
							 wish->pickup ? " with pick-up" : "",
							 list[0] != '\0' ? list : "none");
}

static void
set_choice(PnlProductChoice *choice, const PnlProduct *product, const char *code)
{
	choice->product = product;
	snprintf(choice->code, sizeof(choice->code), "%s", code);
}

bool
pnl_product_choose(const PnlProductTable *table, const PnlProductWish *wish,
				   PnlProductChoice *choice, PnlServices *services,
				   PnlError *error)
{
	const PnlProduct *named = wish->code != NULL ? find_code(table, wish) : NULL;
	const PnlProduct *found;

	*services = wish->services | (named != NULL ? named->services : 0);
	if (wish->code != NULL &&
		(named == NULL || (wish->services & ~(named->services | ANY_PRODUCT)) == 0))
	{
		if (named == NULL && (wish->services & ~(PnlServices) ANY_PRODUCT) != 0)
			return pnl_error_set_key(error, "services",
									 "cannot be added to product %s, which is not in "
									 "postnl.product", wish->code);
		set_choice(choice, named, wish->code);
		return true;
	}
	found = find_services(table, wish, *services);
	if (found == NULL)
		return refuse_services(wish, *services, error);
	set_choice(choice, found, found->code);
	return true;
}
