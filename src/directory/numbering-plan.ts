import {
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberFromString,
  type CountryCode,
  type NumberingPlan,
  type PhoneNumber,
} from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/min/metadata';

/** A number of the world's plan (ITU-T E.164). */
export interface WorldNumber {
  /** `+12025550101`, without an extension. */
  readonly e164: string;
  /** `+1 202 555 0101`, with its extension. */
  readonly international: string;
  /** As it is written in the country where it is read, `(202) 555-0101`; as above when it is from elsewhere. */
  readonly national: string;
}

/** What the world's numbering plans make of a number. */
export interface NumberReader {
  /**
   * @param text digits and what people put between them, with a `+` or as it is dialled in the country
   * @param country ISO 3166, two letters; without one, or with one that does not exist, only a `+` says enough
   */
  read(text: string, country: string | undefined): WorldNumber | undefined;
}

function isCountry(country: string | undefined): country is CountryCode {
  return country !== undefined && isSupportedCountry(country as CountryCode, metadata);
}

/**
 * Where a trunk prefix 0 opens every national number, digits without it are a number of one's own town, and of which
 * town only the exchange knows: `123456` is not +49 123456. What is E.164 but for the `+` is understood all the same.
 */
function isLocal(text: string, { number }: PhoneNumber, country: CountryCode): boolean {
  const plans = new Metadata(metadata);
  plans.selectNumberingPlan(country);
  // In the library, but not in its types.
  const plan = plans.numberingPlan as
    (NumberingPlan & { nationalPrefix?(): string | null }) | undefined;
  const digits = text.replace(/\D/g, '');
  return plan?.nationalPrefix?.() === '0' && !digits.startsWith('0') && `+${digits}` !== number;
}

function isFrom(country: string | undefined, { countryCallingCode }: PhoneNumber): boolean {
  return isCountry(country) && getCountryCallingCode(country, metadata) === countryCallingCode;
}

function parse(text: string, country: string | undefined): PhoneNumber | undefined {
  if (text.startsWith('+')) {
    const found = parsePhoneNumberFromString(text, { extract: false }, metadata);
    return found?.isPossible() ? found : undefined;
  }
  if (!isCountry(country)) return undefined;
  const options = { defaultCountry: country, extract: false };
  const found = parsePhoneNumberFromString(text, options, metadata);
  return found?.isValid() && !isLocal(text, found, country) ? found : undefined;
}

/** All that is heavy about numbers is in this file, so that it can be loaded on demand. */
export async function loadNumberReader(): Promise<NumberReader> {
  return {
    read(text, country) {
      const found = parse(text, country);
      if (!found) return undefined;
      const international = found.formatInternational();
      const national = isFrom(country, found) ? found.formatNational() : international;
      return { e164: found.number, international, national };
    },
  };
}
