"""Where people live, and the time zone of each place: the zones that are offered, the ones with most people first.

Each line is a zone of the IANA database, then other cities and countries that people name for it.
"""

from __future__ import annotations

_PLACES = """
Asia/Kolkata: India, Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Hyderabad, Chennai, Pune, Kolkata, Calcutta
Asia/Shanghai: China, Shanghai, Beijing, Shenzhen, Guangzhou, Chengdu, Hangzhou
Europe/Berlin: Germany, Berlin, Munich, Hamburg, Frankfurt, Cologne, Stuttgart, Leipzig, Central Europe
Europe/Paris: France, Paris, Lyon, Marseille, Toulouse
Europe/London: United Kingdom, UK, Great Britain, England, Scotland, Wales, London, Manchester, Edinburgh, Cambridge
America/New_York: New York, Boston, Washington, Atlanta, Miami, Philadelphia, Eastern Time, US Eastern
America/Chicago: Chicago, Houston, Dallas, Austin, Minneapolis, Central Time, US Central
America/Denver: Denver, Salt Lake City, Boulder, Mountain Time, US Mountain
America/Los_Angeles: Los Angeles, San Francisco, Seattle, San Diego, Portland, San Jose, Pacific Time, US Pacific
America/Sao_Paulo: Sao Paulo, Rio de Janeiro, Brasilia, Belo Horizonte, Curitiba
Africa/Lagos: Nigeria, Lagos, Abuja, Angola, Cameroon, Benin, West Africa
Asia/Jakarta: Jakarta, Bandung, Surabaya, Java
Asia/Karachi: Pakistan, Karachi, Lahore, Islamabad
Asia/Dhaka: Bangladesh, Dhaka
Asia/Tokyo: Japan, Tokyo, Osaka, Kyoto
Europe/Moscow: Moscow, Saint Petersburg, St Petersburg
Africa/Cairo: Egypt, Cairo, Alexandria
Africa/Johannesburg: South Africa, Johannesburg, Cape Town, Durban, Pretoria
Africa/Nairobi: Kenya, Nairobi, Ethiopia, Addis Ababa, Uganda, Kampala, Tanzania, Somalia, East Africa
Asia/Manila: Philippines, Manila, Cebu
Asia/Ho_Chi_Minh: Vietnam, Ho Chi Minh City, Saigon
Asia/Bangkok: Thailand, Bangkok, Hanoi, Cambodia, Laos
Asia/Singapore: Singapore
Asia/Kuala_Lumpur: Malaysia, Kuala Lumpur, Penang
Asia/Hong_Kong: Hong Kong
Asia/Taipei: Taiwan, Taipei
Asia/Seoul: South Korea, Korea, Seoul, Busan
Europe/Madrid: Spain, Madrid, Barcelona, Valencia, Seville
Europe/Rome: Italy, Rome, Milan, Naples, Turin
Europe/Amsterdam: Netherlands, Holland, Amsterdam, Rotterdam, Utrecht, Eindhoven
Europe/Brussels: Belgium, Brussels, Antwerp, Ghent
Europe/Vienna: Austria, Vienna, Graz
Europe/Zurich: Switzerland, Zurich, Geneva, Basel, Bern, Lausanne
Europe/Stockholm: Sweden, Stockholm, Gothenburg, Malmo
Europe/Oslo: Norway, Oslo, Bergen
Europe/Copenhagen: Denmark, Copenhagen, Aarhus
Europe/Warsaw: Poland, Warsaw, Krakow, Wroclaw, Gdansk
Europe/Prague: Czechia, Czech Republic, Prague, Brno
Europe/Budapest: Hungary, Budapest
Europe/Belgrade: Serbia, Belgrade, Novi Sad
Europe/Zagreb: Croatia, Zagreb
Europe/Lisbon: Portugal, Lisbon, Porto
Europe/Dublin: Ireland, Dublin, Cork
Europe/Athens: Greece, Athens, Thessaloniki
Europe/Bucharest: Romania, Bucharest, Cluj
Europe/Sofia: Bulgaria, Sofia
Europe/Helsinki: Finland, Helsinki, Tampere
Europe/Kyiv: Ukraine, Kyiv, Kiev, Lviv, Kharkiv, Odesa
Europe/Vilnius: Lithuania, Vilnius
Europe/Riga: Latvia, Riga
Europe/Tallinn: Estonia, Tallinn
Europe/Istanbul: Turkey, Turkiye, Istanbul, Ankara, Izmir
Europe/Minsk: Belarus, Minsk
Asia/Jerusalem: Israel, Jerusalem, Tel Aviv, Haifa
Asia/Beirut: Lebanon, Beirut
Asia/Riyadh: Saudi Arabia, Riyadh, Jeddah, Kuwait
Asia/Qatar: Qatar, Doha
Asia/Baghdad: Iraq, Baghdad
Asia/Tehran: Iran, Tehran
Asia/Dubai: United Arab Emirates, UAE, Emirates, Dubai, Abu Dhabi, Oman
Asia/Baku: Azerbaijan, Baku
Asia/Tbilisi: Georgia, Tbilisi
Asia/Yerevan: Armenia, Yerevan
Asia/Kabul: Afghanistan, Kabul
Asia/Tashkent: Uzbekistan, Tashkent
Asia/Yekaterinburg: Yekaterinburg
Asia/Almaty: Kazakhstan, Almaty, Astana
Asia/Colombo: Sri Lanka, Colombo
Asia/Kathmandu: Nepal, Kathmandu
Asia/Yangon: Myanmar, Burma, Yangon
Asia/Novosibirsk: Novosibirsk
Asia/Vladivostok: Vladivostok
Australia/Sydney: Sydney, Canberra
Australia/Melbourne: Melbourne
Australia/Brisbane: Brisbane, Gold Coast
Australia/Adelaide: Adelaide
Australia/Darwin: Darwin
Australia/Perth: Perth, Western Australia
Australia/Eucla: Eucla
Australia/Lord_Howe: Lord Howe Island
Pacific/Auckland: New Zealand, Auckland, Wellington, Christchurch
Pacific/Chatham: Chatham Islands
Pacific/Port_Moresby: Papua New Guinea, Port Moresby, Guam
Pacific/Guadalcanal: Solomon Islands, New Caledonia
Pacific/Fiji: Fiji, Suva
Pacific/Tongatapu: Tonga, Samoa
Pacific/Kiritimati: Kiritimati, Line Islands
Pacific/Marquesas: Marquesas
Pacific/Gambier: Gambier
Pacific/Pitcairn: Pitcairn
Pacific/Honolulu: Hawaii, Honolulu
Pacific/Pago_Pago: American Samoa, Pago Pago, Midway
America/Anchorage: Alaska, Anchorage
America/Phoenix: Arizona, Phoenix
America/Vancouver: Vancouver, Victoria, British Columbia
America/Edmonton: Edmonton, Calgary, Alberta
America/Winnipeg: Winnipeg, Manitoba
America/Regina: Regina, Saskatchewan
America/Toronto: Toronto, Ottawa, Montreal, Ontario, Quebec
America/Halifax: Halifax, Nova Scotia
America/St_Johns: Newfoundland, St Johns
America/Mexico_City: Mexico City, Guadalajara, Monterrey
America/Tijuana: Tijuana
America/Guatemala: Guatemala
America/Costa_Rica: Costa Rica, San Jose Costa Rica, El Salvador, Honduras, Nicaragua
America/Panama: Panama
America/Havana: Cuba, Havana
America/Jamaica: Jamaica, Kingston
America/Santo_Domingo: Dominican Republic, Santo Domingo
America/Puerto_Rico: Puerto Rico, San Juan, Trinidad
America/Bogota: Colombia, Bogota, Medellin, Cali
America/Lima: Peru, Lima
America/Guayaquil: Ecuador, Quito, Guayaquil
America/Caracas: Venezuela, Caracas
America/La_Paz: Bolivia, La Paz
America/Manaus: Manaus
America/Santiago: Chile, Santiago, Valparaiso
America/Asuncion: Paraguay, Asuncion
America/Argentina/Buenos_Aires: Argentina, Buenos Aires, Cordoba, Rosario
America/Montevideo: Uruguay, Montevideo
America/Noronha: Fernando de Noronha
America/Nuuk: Greenland, Nuuk
Atlantic/Azores: Azores
Atlantic/Cape_Verde: Cape Verde, Praia
Atlantic/Canary: Canary Islands, Tenerife, Las Palmas
Atlantic/Reykjavik: Iceland, Reykjavik
Africa/Casablanca: Morocco, Casablanca, Rabat
Africa/Algiers: Algeria, Algiers
Africa/Tunis: Tunisia, Tunis
Africa/Accra: Ghana, Accra
Africa/Abidjan: Ivory Coast, Abidjan, Senegal, Dakar, Mali
Africa/Kinshasa: Kinshasa
Africa/Khartoum: Sudan, Khartoum
Africa/Kigali: Rwanda, Kigali
Africa/Lusaka: Zambia, Lusaka
Africa/Harare: Zimbabwe, Harare
Africa/Maputo: Mozambique, Maputo
Indian/Mauritius: Mauritius
Indian/Maldives: Maldives
Asia/Ulaanbaatar: Mongolia, Ulaanbaatar
"""

OTHER_NAMES: dict[str, tuple[str, ...]] = {
    zone: tuple(name.strip() for name in names.split(","))
    for zone, _, names in (line.partition(":") for line in _PLACES.split("\n") if line)
}
"""What else people call a zone; in the order in which zones are offered."""

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    "acst": ("Australia/Adelaide", "Australia/Darwin"),
    "aest": ("Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane"),
    "aedt": ("Australia/Sydney", "Australia/Melbourne"),
    "akst": ("America/Anchorage",),
    "art": ("America/Argentina/Buenos_Aires",),
    "ast": ("America/Halifax", "America/Puerto_Rico", "Asia/Riyadh"),
    "awst": ("Australia/Perth",),
    "brt": ("America/Sao_Paulo",),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "cat": ("Africa/Maputo", "Africa/Harare", "Africa/Kigali"),
    "cdt": ("America/Chicago", "America/Winnipeg"),
    "cest": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw", "Europe/Amsterdam"),
    "cet": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw", "Africa/Algiers"),
    "cst": ("America/Chicago", "America/Winnipeg", "America/Mexico_City", "Asia/Shanghai"),
    "eat": ("Africa/Nairobi",),
    "edt": ("America/New_York", "America/Toronto"),
    "eest": ("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki", "Europe/Bucharest", "Africa/Cairo"),
    "eet": ("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki", "Europe/Bucharest", "Africa/Cairo"),
    "est": ("America/New_York", "America/Toronto", "America/Panama"),
    "est5edt": ("America/New_York", "America/Toronto"),
    "cst6cdt": ("America/Chicago", "America/Winnipeg"),
    "mst7mdt": ("America/Denver", "America/Edmonton"),
    "pst8pdt": ("America/Los_Angeles", "America/Vancouver"),
    "gmt": ("Europe/London", "Africa/Accra", "Africa/Abidjan", "UTC"),
    "gst": ("Asia/Dubai",),
    "hst": ("Pacific/Honolulu",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "jst": ("Asia/Tokyo",),
    "kst": ("Asia/Seoul",),
    "mdt": ("America/Denver", "America/Edmonton"),
    "met": ("Europe/Berlin", "Europe/Paris"),
    "msk": ("Europe/Moscow",),
    "mst": ("America/Denver", "America/Edmonton", "America/Phoenix"),
    "nzdt": ("Pacific/Auckland",),
    "nzst": ("Pacific/Auckland",),
    "pdt": ("America/Los_Angeles", "America/Vancouver"),
    "pht": ("Asia/Manila",),
    "pkt": ("Asia/Karachi",),
    "pst": ("America/Los_Angeles", "America/Vancouver", "Asia/Manila"),
    "sast": ("Africa/Johannesburg",),
    "sgt": ("Asia/Singapore",),
    "wat": ("Africa/Lagos",),
    "west": ("Europe/Lisbon", "Atlantic/Canary"),
    "wet": ("Europe/Lisbon", "Atlantic/Canary"),
    "wib": ("Asia/Jakarta",),
}
"""Where each of the usual abbreviations is said; most are said in several places, and for half of the year only."""
