"""Countries: how their firms write addresses, numbers, dates and money, and what they are registered with.

Cities and postal codes are real (they are what addresses look like); streets, firms and people come from invented lists.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Country:
    """`money` lists the ways to write figures as "decimal mark + group mark"; `dates` are Babel patterns; `city_line`
    has {postal}, {city}, {region}; `phones` are fill patterns (# a digit)."""

    code: str
    names: dict[str, str]
    currency: str
    symbol: str
    languages: tuple[str, ...]
    rates: tuple[str, ...]
    money: tuple[str, ...]
    dates: tuple[str, ...]
    cities: tuple[str, ...]
    phones: tuple[str, ...]
    forms: tuple[str, ...]
    tax_label: str  # how the tax is called there when the language's own word is not used
    street: str = "{street} {house}"
    city_line: str = "{postal} {city}"
    registers: tuple[tuple[str, str], ...] = field(default=())  # (label, pattern) of the company register
    tax_numbers: tuple[tuple[str, str], ...] = field(default=())  # (label, pattern)
    domain: str = "com"


def _cities(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";"))


_EURO = {"en": "Germany", "de": "Deutschland", "fr": "Allemagne", "es": "Alemania", "it": "Germania", "nl": "Duitsland", "pt": "Alemanha", "pl": "Niemcy"}

COUNTRIES: dict[str, Country] = {
    country.code: country
    for country in (
        Country(
            "DE", _EURO, "EUR", "€", ("de", "en"), ("19", "7"), (",.", ",.", ",", ", "),
            ("dd.MM.yyyy", "dd.MM.yyyy", "d.M.yyyy", "dd.MM.yy", "d. MMMM yyyy"),
            _cities("80331 München; 10115 Berlin; 20095 Hamburg; 50667 Köln; 70173 Stuttgart; 04109 Leipzig; 01067 Dresden; 28195 Bremen; 30159 Hannover; "
                    "90402 Nürnberg; 86150 Augsburg; 53111 Bonn; 33602 Bielefeld; 48143 Münster; 76133 Karlsruhe; 68159 Mannheim; 79098 Freiburg im Breisgau; "
                    "23552 Lübeck; 99084 Erfurt; 55116 Mainz; 34117 Kassel; 24103 Kiel; 89073 Ulm; 97070 Würzburg; 63739 Aschaffenburg; 83022 Rosenheim"),
            ("+49 89 ########", "030 / ### ## ##", "0221/######", "+49 (0) 711 ######-0", "0341 - ######", "+49 40 #######"),
            ("GmbH", "GmbH & Co. KG", "AG", "e. K.", "OHG", "UG (haftungsbeschränkt)", "KG"), "USt.",
            registers=(("Amtsgericht München", "HRB ######"), ("Handelsregister Köln", "HRB #####"), ("AG Hamburg", "HRA #####")),
            tax_numbers=(("Steuernummer", "###/###/#####"), ("St.-Nr.", "##/###/#####"), ("Steuer-Nr.", "##### #####")), domain="de",
        ),
        Country(
            "AT", {"en": "Austria", "de": "Österreich", "it": "Austria", "fr": "Autriche", "pl": "Austria"}, "EUR", "€", ("de",), ("20", "10", "13"), (",.", ",", ",."),
            ("dd.MM.yyyy", "d.M.yyyy", "d. MMMM yyyy"),
            _cities("1010 Wien; 8010 Graz; 4020 Linz; 5020 Salzburg; 6020 Innsbruck; 9020 Klagenfurt; 6900 Bregenz; 3100 St. Pölten; 4600 Wels; 1070 Wien"),
            ("+43 1 #######", "0316 / ######", "+43 662 ######"), ("GmbH", "Ges.m.b.H.", "OG", "KG", "e.U."), "USt.",
            registers=(("FN", "######a"), ("Firmenbuchnummer", "FN ######t")), tax_numbers=(("Steuernummer", "## ###/####"),), domain="at",
        ),
        Country(
            "CH", {"en": "Switzerland", "de": "Schweiz", "fr": "Suisse", "it": "Svizzera"}, "CHF", "CHF", ("de", "fr", "it"), ("8.1", "2.6", "7.7"),
            (".'", ".'", ".", ".’"), ("dd.MM.yyyy", "d. MMMM yyyy", "dd.MM.yy"),
            _cities("8001 Zürich; 3011 Bern; 4051 Basel; 6003 Luzern; 9000 St. Gallen; 8400 Winterthur; 1003 Lausanne; 1204 Genève; 2000 Neuchâtel; 1700 Fribourg; "
                    "6900 Lugano; 6500 Bellinzona; 7000 Chur; 5000 Aarau"),
            ("+41 44 ### ## ##", "031 ### ## ##", "+41 (0)61 ### ## ##"), ("AG", "GmbH", "SA", "Sàrl", "& Co."), "MWST", registers=(), domain="ch",
        ),
        Country(
            "FR", {"en": "France", "de": "Frankreich", "fr": "France", "es": "Francia", "it": "Francia", "nl": "Frankrijk", "pt": "França"}, "EUR", "€", ("fr", "en"),
            ("20", "10", "5.5"), (", ", ", ", ",", ",."), ("dd/MM/yyyy", "dd/MM/yyyy", "d MMMM yyyy", "dd/MM/yy", "dd-MM-yyyy"),
            _cities("75003 Paris; 69002 Lyon; 13006 Marseille; 31000 Toulouse; 44000 Nantes; 67000 Strasbourg; 33000 Bordeaux; 59000 Lille; 35000 Rennes; 51100 Reims; "
                    "38000 Grenoble; 21000 Dijon; 49000 Angers; 34000 Montpellier; 37000 Tours; 87000 Limoges; 14000 Caen; 25000 Besançon; 06000 Nice; 45000 Orléans"),
            ("01 ## ## ## ##", "04.##.##.##.##", "+33 5 ## ## ## ##", "02 ## ## ## ##"), ("SARL", "SAS", "SA", "EURL", "SASU", "SNC"), "TVA",
            street="{house} {street}", registers=(("RCS Lyon", "### ### ###"), ("SIREN", "### ### ###"), ("SIRET", "### ### ### 000##")), domain="fr",
        ),
        Country(
            "BE", {"en": "Belgium", "fr": "Belgique", "nl": "België", "de": "Belgien"}, "EUR", "€", ("fr", "nl"), ("21", "6", "12"), (",.", ", ", ","),
            ("dd/MM/yyyy", "d/MM/yyyy", "d MMMM yyyy", "dd-MM-yyyy"),
            _cities("1000 Bruxelles; 4000 Liège; 5000 Namur; 7000 Mons; 6000 Charleroi; 2000 Antwerpen; 9000 Gent; 8000 Brugge; 3000 Leuven; 2800 Mechelen; 8500 Kortrijk"),
            ("+32 2 ### ## ##", "04 ### ## ##", "03/###.##.##"), ("SRL", "BV", "NV", "SA", "SPRL", "BVBA"), "TVA", registers=(("RPM Bruxelles", "0###.###.###"),), domain="be",
        ),
        Country(
            "ES", {"en": "Spain", "de": "Spanien", "fr": "Espagne", "es": "España", "it": "Spagna", "nl": "Spanje", "pt": "Espanha"}, "EUR", "€", ("es",), ("21", "10", "4"),
            (",.", ",.", ","), ("dd/MM/yyyy", "dd/MM/yyyy", "dd-MM-yyyy", "d 'de' MMMM 'de' yyyy", "d/M/yy"),
            _cities("28004 Madrid; 08010 Barcelona; 46002 Valencia; 41001 Sevilla; 50003 Zaragoza; 29005 Málaga; 30001 Murcia; 48009 Bilbao; 15003 A Coruña; 18001 Granada; "
                    "33001 Oviedo; 31001 Pamplona; 47001 Valladolid; 03002 Alicante; 14001 Córdoba; 39001 Santander; 36201 Vigo; 17001 Girona"),
            ("91 ### ## ##", "93 ### ## ##", "+34 96 ### ## ##", "95# ### ###"), ("S.L.", "S.A.", "S.L.U.", "S.Coop.", "SL"), "IVA",
            street="{street}, {house}", registers=(("Reg. Merc. de Madrid, Tomo", "#####, Folio ##, Hoja M-######"),), domain="es",
        ),
        Country(
            "IT", {"en": "Italy", "de": "Italien", "fr": "Italie", "es": "Italia", "it": "Italia", "nl": "Italië"}, "EUR", "€", ("it",), ("22", "10", "4"),
            (",.", ",.", ","), ("dd/MM/yyyy", "dd/MM/yyyy", "dd-MM-yyyy", "d MMMM yyyy", "dd/MM/yy", "dd.MM.yyyy"),
            _cities("20121 Milano/MI; 00184 Roma/RM; 10121 Torino/TO; 40121 Bologna/BO; 50122 Firenze/FI; 80133 Napoli/NA; 37121 Verona/VR; 35121 Padova/PD; 34121 Trieste/TS; "
                    "16121 Genova/GE; 70121 Bari/BA; 90133 Palermo/PA; 43121 Parma/PR; 41121 Modena/MO; 25121 Brescia/BS; 24121 Bergamo/BG; 06121 Perugia/PG; 33100 Udine/UD"),
            ("02 #######", "+39 06 #######", "051/######", "055 ######"), ("S.r.l.", "S.p.A.", "S.n.c.", "S.a.s.", "srl"), "IVA",
            street="{street}, {house}", city_line="{postal} {city} ({region})", registers=(("REA", "MI-#######"), ("R.E.A. n.", "BO ######")),
            tax_numbers=(("Cod. Fisc.", "###########"),), domain="it",
        ),
        Country(
            "NL", {"en": "The Netherlands", "de": "Niederlande", "fr": "Pays-Bas", "nl": "Nederland", "es": "Países Bajos"}, "EUR", "€", ("nl", "en"), ("21", "9"),
            (",.", ",.", ","), ("dd-MM-yyyy", "dd-MM-yyyy", "d-M-yyyy", "d MMMM yyyy", "dd/MM/yyyy"),
            _cities("1012 AB Amsterdam; 3011 CD Rotterdam; 2511 EG Den Haag; 3511 HK Utrecht; 5611 LM Eindhoven; 9711 NP Groningen; 6511 RS Nijmegen; 7511 TV Enschede; "
                    "2011 WX Haarlem; 6811 ZA Arnhem; 4811 BC Breda; 8011 DE Zwolle; 6211 GH Maastricht; 2611 JK Delft; 2312 LN Leiden; 8911 PR Leeuwarden"),
            ("020 - ### ## ##", "+31 10 ### ####", "030-#######", "+31 (0)40 ### ## ##"), ("B.V.", "BV", "N.V.", "V.O.F.", "VOF"), "BTW",
            registers=(("KvK", "########"), ("KvK-nummer", "########"), ("Kamer van Koophandel", "########")), domain="nl",
        ),
        Country(
            "PT", {"en": "Portugal", "pt": "Portugal", "es": "Portugal", "fr": "Portugal", "de": "Portugal"}, "EUR", "€", ("pt",), ("23", "13", "6"), (",.", ", ", ","),
            ("dd/MM/yyyy", "dd-MM-yyyy", "yyyy-MM-dd", "d 'de' MMMM 'de' yyyy", "dd.MM.yyyy"),
            _cities("1100-148 Lisboa; 4000-322 Porto; 3000-200 Coimbra; 4700-320 Braga; 8000-151 Faro; 2900-201 Setúbal; 3800-159 Aveiro; 7000-508 Évora; 2400-137 Leiria; "
                    "4800-157 Guimarães; 3500-110 Viseu; 9000-051 Funchal"),
            ("21 ### ## ##", "+351 22 ### ## ##", "239 ### ###"), ("Lda.", "Lda", "S.A.", "Unipessoal Lda."), "IVA",
            street="{street}, {house}", registers=(("C.R.C. Lisboa n.º", "#####"), ("Capital Social", "## ### €")), domain="pt",
        ),
        Country(
            "PL", {"en": "Poland", "pl": "Polska", "de": "Polen"}, "PLN", "zł", ("pl",), ("23", "8", "5"), (", ", ", ", ",", ",."),
            ("dd.MM.yyyy", "yyyy-MM-dd", "dd-MM-yyyy", "d MMMM yyyy", "dd.MM.yyyy"),
            _cities("00-021 Warszawa; 30-002 Kraków; 90-001 Łódź; 50-102 Wrocław; 60-101 Poznań; 80-244 Gdańsk; 70-001 Szczecin; 85-005 Bydgoszcz; 20-002 Lublin; "
                    "40-004 Katowice; 15-062 Białystok; 81-301 Gdynia; 42-202 Częstochowa; 35-001 Rzeszów; 87-100 Toruń; 25-001 Kielce; 10-002 Olsztyn"),
            ("22 ### ## ##", "+48 12 ### ## ##", "71 ### ## ##", "(61) ###-##-##"), ("Sp. z o.o.", "S.A.", "Sp.j.", "sp. z o.o. sp.k."), "VAT",
            street="ul. {street} {house}", registers=(("KRS", "0000######"), ("REGON", "#########")), domain="pl",
        ),
        Country(
            "GB", {"en": "United Kingdom", "de": "Großbritannien", "fr": "Royaume-Uni", "es": "Reino Unido", "nl": "Verenigd Koninkrijk"}, "GBP", "£", ("en",), ("20", "5"),
            (".,", ".,", "."), ("dd/MM/yyyy", "d MMMM yyyy", "dd MMM yyyy", "d MMM yyyy", "dd-MMM-yyyy", "dd.MM.yy"),
            _cities("LS1 4AP Leeds; M2 5BQ Manchester; BS1 3XD Bristol; EH2 2BY Edinburgh; G1 3SL Glasgow; CF10 1EP Cardiff; NE1 5JE Newcastle upon Tyne; NR2 1TF Norwich; "
                    "YO1 7HH York; OX1 2JD Oxford; BN1 1EE Brighton; EX4 3HR Exeter; S1 2JE Sheffield; NG1 5FW Nottingham; LE1 6ZG Leicester; SW1V 2QT London; EC2A 4NE London"),
            ("0113 ### ####", "+44 (0)117 ### ####", "020 7### ####", "01904 ######"), ("Ltd", "Limited", "LLP", "plc", "Ltd."), "VAT",
            street="{house} {street}", city_line="{city}|{postal}", registers=(("Company No.", "########"), ("Registered in England No.", "0#######")), domain="co.uk",
        ),
        Country(
            "IE", {"en": "Ireland", "de": "Irland", "fr": "Irlande"}, "EUR", "€", ("en",), ("23", "13.5", "9"), (".,", "."), ("dd/MM/yyyy", "d MMMM yyyy", "dd MMM yyyy"),
            _cities("D02 X285 Dublin 2; T12 W8KP Cork; H91 E2P0 Galway; V94 T9PX Limerick; X91 K1N2 Waterford; R95 H4FC Kilkenny"),
            ("+353 1 ### ####", "021 ### ####"), ("Ltd", "DAC", "Limited"), "VAT", street="{house} {street}", city_line="{city}|{postal}",
            registers=(("Company Reg. No.", "######"),), domain="ie",
        ),
        Country(
            "US", {"en": "United States", "de": "USA"}, "USD", "$", ("en",), ("8.25", "7", "6.5"), (".,", ".,", "."),
            ("MM/dd/yyyy", "M/d/yyyy", "MMMM d, yyyy", "MMM d, yyyy", "MM-dd-yyyy", "MM/dd/yy"),
            _cities("97205 Portland/OR; 78701 Austin/TX; 43215 Columbus/OH; 60607 Chicago/IL; 98101 Seattle/WA; 80202 Denver/CO; 55401 Minneapolis/MN; 02110 Boston/MA; "
                    "30303 Atlanta/GA; 37203 Nashville/TN; 63101 St. Louis/MO; 85004 Phoenix/AZ; 27601 Raleigh/NC; 48226 Detroit/MI; 70112 New Orleans/LA; 95814 Sacramento/CA"),
            ("(503) 555-####", "512-555-####", "+1 614 555 ####", "(303) 555-####"), ("Inc.", "LLC", "Corp.", "Co.", "Inc"), "Sales Tax",
            street="{house} {street}", city_line="{city}, {region} {postal}", tax_numbers=(("EIN", "##-#######"), ("Federal Tax ID", "##-#######")), domain="com",
        ),
        Country(
            "AU", {"en": "Australia"}, "AUD", "$", ("en",), ("10",), (".,", "."), ("dd/MM/yyyy", "d MMM yyyy", "d MMMM yyyy"),
            _cities("3000 Melbourne/VIC; 2000 Sydney/NSW; 4000 Brisbane/QLD; 5000 Adelaide/SA; 6000 Perth/WA; 7000 Hobart/TAS; 2600 Canberra/ACT; 3220 Geelong/VIC"),
            ("(03) 9### ####", "02 9### ####", "+61 7 3### ####"), ("Pty Ltd", "Pty. Ltd.", "Limited"), "GST",
            street="{house} {street}", city_line="{city} {region} {postal}", domain="com.au",
        ),
        Country(
            "MY", {"en": "Malaysia"}, "MYR", "RM", ("en",), ("6",), (".,", "."), ("dd/MM/yyyy", "dd-MM-yyyy", "d MMM yyyy", "dd/MM/yy", "dd-MM-yy"),
            _cities("81100 JOHOR BAHRU/JOHOR; 47400 PETALING JAYA/SELANGOR; 50450 KUALA LUMPUR/; 10450 GEORGE TOWN/PULAU PINANG; 43300 SERI KEMBANGAN/SELANGOR; "
                    "75000 MELAKA/MELAKA; 30000 IPOH/PERAK; 40150 SHAH ALAM/SELANGOR; 68100 BATU CAVES/SELANGOR; 41000 KLANG/SELANGOR"),
            ("07-#######", "03-########", "03-#### ####", "04-#######"), ("SDN BHD", "SDN. BHD.", "ENTERPRISE", "TRADING", "(M) SDN BHD"), "GST",
            street="NO. {house}, {street}", city_line="{postal} {city}, {region}", registers=(("", "######-?"), ("CO. REG NO", "######-?"), ("ROC NO.", "#######-?")), domain="com.my",
        ),
        Country(
            "IN", {"en": "India"}, "INR", "₹", ("en",), ("18", "5", "12"), (".,", "."), ("dd/MM/yyyy", "dd-MM-yyyy", "dd-MMM-yyyy", "dd MMM yyyy"),
            _cities("560001 Bengaluru/Karnataka; 600002 Chennai/Tamil Nadu; 400001 Mumbai/Maharashtra; 411001 Pune/Maharashtra; 110001 New Delhi/Delhi; 700001 Kolkata/West Bengal; "
                    "500001 Hyderabad/Telangana; 682011 Kochi/Kerala"),
            ("080-########", "+91 44 ########", "022 ########"), ("Pvt. Ltd.", "Private Limited", "& Sons", "LLP"), "GST",
            street="No. {house}, {street}", city_line="{city} - {postal}, {region}", domain="in",
        ),
    )
}  # fmt: skip

INVOICE_COUNTRIES = {"en": ("GB", "US", "IE", "AU", "NL", "DE"), "de": ("DE", "DE", "AT", "CH"), "fr": ("FR", "FR", "BE", "CH"), "es": ("ES",),
                     "it": ("IT", "IT", "IT", "CH"), "nl": ("NL", "NL", "BE"), "pt": ("PT",), "pl": ("PL",)}  # fmt: skip
RECEIPT_COUNTRIES = {**INVOICE_COUNTRIES, "en": ("GB", "US", "US", "MY", "MY", "MY", "AU", "IN", "IE")}
