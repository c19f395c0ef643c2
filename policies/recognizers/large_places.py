"""Places that are no smaller than a state: they identify nobody, and 45 CFR 164.514(b)(2)(i)(B) lets them stay."""

from __future__ import annotations

_NAMES = """
Afghanistan, Albania, Algeria, Andorra, Angola, Argentina, Armenia, Australia, Austria, Azerbaijan, Bahamas, Bahrain,
Bangladesh, Barbados, Belarus, Belgium, Belize, Benin, Bhutan, Bolivia, Bosnia, Bosnia and Herzegovina, Botswana,
Brazil, Brunei, Bulgaria, Burkina Faso, Burundi, Cambodia, Cameroon, Canada, Cape Verde, Chad, Chile, China, Colombia,
Congo, Costa Rica, Croatia, Cuba, Cyprus, Czechia, Czech Republic, Denmark, Dominican Republic, Ecuador, Egypt,
El Salvador, England, Eritrea, Estonia, Ethiopia, Fiji, Finland, France, Gabon, Gambia, Georgia, Germany, Ghana,
Great Britain, Greece, Guatemala, Guinea, Guyana, Haiti, Honduras, Hungary, Iceland, India, Indonesia, Iran, Iraq,
Ireland, Israel, Italy, Ivory Coast, Jamaica, Japan, Jordan, Kazakhstan, Kenya, Kosovo, Kuwait, Kyrgyzstan, Laos,
Latvia, Lebanon, Liberia, Libya, Lithuania, Luxembourg, Madagascar, Malawi, Malaysia, Mali, Malta, Mauritania,
Mauritius, Mexico, Moldova, Monaco, Mongolia, Montenegro, Morocco, Mozambique, Myanmar, Namibia, Nepal, Netherlands,
New Zealand, Nicaragua, Niger, Nigeria, North Korea, North Macedonia, Northern Ireland, Norway, Oman, Pakistan,
Palestine, Panama, Papua New Guinea, Paraguay, Peru, Philippines, Poland, Portugal, Puerto Rico, Qatar,
Republic of Ireland, Romania, Russia, Rwanda, Samoa, Saudi Arabia, Scotland, Senegal, Serbia, Sierra Leone, Singapore,
Slovakia, Slovenia, Somalia, South Africa, South Korea, South Sudan, Soviet Union, Spain, Sri Lanka, Sudan, Suriname,
Sweden, Switzerland, Syria, Taiwan, Tajikistan, Tanzania, Thailand, Togo, Tonga, Trinidad and Tobago, Tunisia, Turkey,
Turkmenistan, Uganda, UK, U.K., Ukraine, United Arab Emirates, UAE, United Kingdom, United States,
United States of America, Uruguay, US, U.S., USA, U.S.A., Uzbekistan, Vatican, Venezuela, Vietnam, Wales, Yemen, Zambia,
Zimbabwe,
Africa, America, Antarctica, Asia, Europe, European Union, EU, Latin America, Middle East, North America, Oceania,
Scandinavia, South America, Central America, Southeast Asia, Western Europe, Eastern Europe, North Africa, West Africa,
East Africa, Atlantic, Pacific, Earth,
Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Hawaii, Idaho, Illinois,
Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, Mississippi, Missouri,
Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York State, North Carolina, North Dakota, Ohio,
Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah, Vermont, Virginia,
Washington State, West Virginia, Wisconsin, Wyoming,
Baden-Württemberg, Bavaria, Bayern, Brandenburg, Hessen, Hesse, Niedersachsen, Lower Saxony, Nordrhein-Westfalen,
North Rhine-Westphalia, Rheinland-Pfalz, Saarland, Sachsen, Saxony, Schleswig-Holstein, Thüringen, Thuringia,
Deutschland, Österreich, Schweiz, España, Francia, Alemania, Italia, Portugal, México, Ontario, Quebec, Queensland,
New South Wales, Andalucía, Cataluña, Galicia
"""

_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY PR".split()
)

_LARGE = frozenset(" ".join(name.split()).casefold() for name in _NAMES.split(","))


def is_large_place(name: str) -> bool:
    """Whether a name is that of a state, a country or something larger."""
    plain = " ".join(name.split()).casefold()
    return name in _STATES or plain in _LARGE or plain.removeprefix("the ") in _LARGE
