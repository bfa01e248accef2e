#include "CPhoneNumber.h"

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <cstring>
#include <set>
#include <string>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

// Threads: `PhoneNumberUtil::GetInstance` makes its one object under a lock. The object's tables are built there and only
// read afterwards; the one thing that grows later, the cache of compiled expressions (`RegExpCache`), has a lock of its own.
// So calls may overlap. No exception leaves this file: its callers are not C++.

namespace {

/// Copies a text with its zero byte, or nothing where it does not fit.
template <size_t capacity>
bool copy(const std::string &text, char (&out)[capacity]) {
    if (text.size() >= capacity) return false;
    std::memcpy(out, text.data(), text.size());
    out[text.size()] = 0;
    return true;
}

}  // namespace

size_t cphone_countries(cphone_country *countries, size_t capacity) {
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        std::set<std::string> regions;
        util->GetSupportedRegions(&regions);
        size_t count = 0;
        for (const std::string &region : regions) {
            cphone_country country = {};
            if (!copy(region, country.region)) continue;
            country.calling_code = util->GetCountryCodeForRegion(region);
            if (count < capacity) countries[count] = country;
            count += 1;
        }
        return count;
    } catch (...) {
        return 0;
    }
}

bool cphone_parse(const char *typed, size_t length, const char *region, cphone_number *number) {
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        PhoneNumber parsed;
        if (util->Parse(std::string(typed, length), region, &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
        std::string e164;
        util->Format(parsed, PhoneNumberUtil::E164, &e164);
        number->is_valid = util->IsValidNumber(parsed);
        const PhoneNumberUtil::ValidationResult length = util->IsPossibleNumberWithReason(parsed);
        number->is_too_short =
            length == PhoneNumberUtil::TOO_SHORT || length == PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY;
        return copy(e164, number->e164);
    } catch (...) {
        return false;
    }
}

bool cphone_describe(const char *e164, size_t length, cphone_display *display) {
    try {
        const PhoneNumberUtil *util = PhoneNumberUtil::GetInstance();
        PhoneNumber parsed;
        // "ZZ" is no region: the number has to name its country.
        if (util->Parse(std::string(e164, length), "ZZ", &parsed) != PhoneNumberUtil::NO_PARSING_ERROR) return false;
        std::string international;
        std::string region;
        util->Format(parsed, PhoneNumberUtil::INTERNATIONAL, &international);
        util->GetRegionCodeForNumber(parsed, &region);
        display->is_valid = util->IsValidNumber(parsed);
        return copy(international, display->international) && copy(region, display->region);
    } catch (...) {
        return false;
    }
}
