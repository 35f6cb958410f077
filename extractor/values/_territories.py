"""Names of the countries, and of the regions that addresses end with, folded (see _fold), one country a line.

After Unicode CLDR (English, German, French, Spanish, Italian, Dutch, Portuguese, Polish), and beside it the other names that addresses use. Generated once: the library that holds the data costs more to import than
a page costs to read. Copyright of the data: Unicode, Inc., Unicode License v3.
"""

# ruff: noqa: E501
from __future__ import annotations

NAMES = """
AD|andorra|andorre|andora
AE|united arab emirates|vereinigte arabische emirate|emirats arabes unis|emiratos arabes unidos|emirati arabi uniti|verenigde arabische emiraten|emirados arabes unidos|zjednoczone emiraty arabskie|uae|u.a.e
AF|afghanistan|afganistan|afeganistao
AG|antigua & barbuda|antigua und barbuda|antigua et barbuda|antigua y barbuda|antigua e barbuda|antigua en barbuda|antigua i barbuda
AI|anguilla|anguila
AL|albania|albanien|albanie
AM|armenia|armenien|armenie
AO|angola
AQ|antarctica|antarktis|antarctique|antartida|antartide|antarktyda
AR|argentina|argentinien|argentine|argentinie|argentyna
AS|american samoa|amerikanisch samoa|samoa americaines|samoa americana|samoa americane|amerikaans samoa|samoa amerykanskie
AT|austria|osterreich|autriche|oostenrijk
AU|australia|australien|australie
AW|aruba
AX|aland islands|alandinseln|iles aland|islas aland|isole aland|aland|ilhas aland|wyspy alandzkie
AZ|azerbaijan|aserbaidschan|azerbaidjan|azerbaiyan|azerbaigian|azerbeidzjan|azerbaijao|azerbejdzan
BA|bosnia & herzegovina|bosnien und herzegowina|bosnie herzegovine|bosnia y herzegovina|bosnia ed erzegovina|bosnie en herzegovina|bosnia e herzegovina|bosnia i hercegowina
BB|barbados|barbade
BD|bangladesh|bangladesch|banglades|bangladesz
BE|belgium|belgien|belgique|belgica|belgio|belgie|belgia
BF|burkina faso|burquina faso
BG|bulgaria|bulgarien|bulgarie|bulgarije
BH|bahrain|bahrein|barein|bahrajn
BI|burundi
BJ|benin
BL|st. barthelemy|saint barthelemy|san bartolome|sao bartolomeu
BM|bermuda|bermudes|bermudas|bermudy
BN|brunei|brunei darussalam
BO|bolivia|bolivien|bolivie|boliwia
BQ|caribbean netherlands|karibische niederlande|pays bas caribeens|caribe neerlandes|caraibi olandesi|caribisch nederland|paises baixos caribenhos|niderlandy karaibskie
BR|brazil|brasilien|bresil|brasil|brasile|brazilie|brazylia
BS|bahamas|bahama’s|bahamy
BT|bhutan|bhoutan|butan|butao
BV|bouvet island|bouvetinsel|ile bouvet|isla bouvet|isola bouvet|bouveteiland|ilha bouvet|wyspa bouveta
BW|botswana|botsuana
BY|belarus|bielorussie|bielorrusia|bielorussia|bielorrussia|bialorus
BZ|belize|belice
CA|canada|kanada
CC|cocos (keeling) islands|cocos islands|kokosinseln|iles cocos|islas cocos|isole cocos (keeling)|isole cocos|cocoseilanden|ilhas cocos (keeling)|ilhas cocos|wyspy kokosowe
CD|congo   kinshasa|kongo kinshasa|congo kinshasa|republica democratica del congo|demokratyczna republika konga
CF|central african republic|zentralafrikanische republik|republique centrafricaine|republica centroafricana|repubblica centrafricana|centraal afrikaanse republiek|republica centro africana|republika srodkowoafrykanska
CG|congo   brazzaville|kongo brazzaville|congo brazzaville|congo|republica do congo|kongo
CH|switzerland|schweiz|suisse|suiza|svizzera|zwitserland|suica|szwajcaria
CI|cote d’ivoire|costa d’avorio|ivoorkust|costa do marfim|ivory coast
CK|cook islands|cookinseln|iles cook|islas cook|isole cook|cookeilanden|ilhas cook|wyspy cooka
CL|chile|chili|cile
CM|cameroon|kamerun|cameroun|camerun|kameroen|camaroes
CN|china|chine|cina|chiny|people's republic of china|p.r. china|pr china
CO|colombia|kolumbien|colombie|kolumbia
CR|costa rica|kostaryka
CU|cuba|kuba
CV|cape verde|cabo verde|cap vert|capo verde|kaapverdie|republika zielonego przyladka
CW|curacao|curazao
CX|christmas island|weihnachtsinsel|ile christmas|isla de navidad|isola christmas|christmaseiland|ilha christmas|wyspa bozego narodzenia
CY|cyprus|zypern|chypre|chipre|cipro|cypr
CZ|czechia|tschechien|tchequie|chequia|cechia|tsjechie|tchequia|czechy|czech republic|tschechische republik|republique tcheque|republica checa|repubblica ceca|tsjechische republiek
DE|germany|deutschland|allemagne|alemania|germania|duitsland|alemanha|niemcy|bundesrepublik deutschland|federal republic of germany|brd
DJ|djibouti|dschibuti|yibuti|gibuti|djibuti|dzibuti
DK|denmark|danemark|dinamarca|danimarca|denemarken|dania
DM|dominica|dominique|dominika
DO|dominican republic|dominikanische republik|republique dominicaine|republica dominicana|repubblica dominicana|dominicaanse republiek|dominikana
DZ|algeria|algerien|algerie|argelia|algerije|algieria
EC|ecuador|equateur|equador|ekwador
EE|estonia|estland|estonie
EG|egypt|agypten|egypte|egipto|egitto|egito|egipt
EH|western sahara|westsahara|sahara occidental|sahara occidentale|westelijke sahara|saara ocidental|sahara zachodnia
ER|eritrea|erythree|eritreia|erytrea
ES|spain|spanien|espagne|espana|spagna|spanje|espanha|hiszpania
ET|ethiopia|athiopien|ethiopie|etiopia
FI|finland|finnland|finlande|finlandia
FJ|fiji|fidschi|fidji|fiyi|figi|fidzi
FK|falkland islands|falklandinseln|iles malouines|islas malvinas|isole falkland|falklandeilanden|ilhas malvinas|falklandy
FM|micronesia|mikronesien|micronesie|mikronezja
FO|faroe islands|faroer|iles feroe|islas feroe|isole fær øer|faeroer|ilhas faroe|wyspy owcze
FR|france|frankreich|francia|frankrijk|franca|francja
GA|gabon|gabun|gabao
GB|united kingdom|vereinigtes konigreich|royaume uni|reino unido|regno unito|verenigd koninkrijk|wielka brytania|uk|u.k|great britain|england|scotland|wales|northern ireland|grossbritannien|grande bretagne|gran bretana|inglaterra|gran bretagna|inghilterra|engeland
GD|grenada|grenade|granada
GE|georgia|georgien|georgie|gruzja
GF|french guiana|franzosisch guayana|guyane francaise|guayana francesa|guyana francese|frans guyana|guiana francesa|gujana francuska
GG|guernsey|guernesey
GH|ghana|gana
GI|gibraltar|gibilterra
GL|greenland|gronland|groenland|groenlandia|grenlandia
GM|gambia|gambie
GN|guinea|guinee|guine|gwinea
GP|guadeloupe|guadalupe|guadalupa|gwadelupa
GQ|equatorial guinea|aquatorialguinea|guinee equatoriale|guinea ecuatorial|guinea equatoriale|equatoriaal guinea|guine equatorial|gwinea rownikowa
GR|greece|griechenland|grece|grecia|griekenland|grecja
GS|south georgia & south sandwich islands|sudgeorgien und die sudlichen sandwichinseln|georgie du sud et les iles sandwich du sud|islas georgia del sur y sandwich del sur|georgia del sud e sandwich australi|zuid georgia en zuidelijke sandwicheilanden|ilhas georgia do sul e sandwich do sul|georgia poludniowa i sandwich poludniowy
GT|guatemala|gwatemala
GU|guam
GW|guinea bissau|guinee bissau|guinea bisau|guine bissau|gwinea bissau
GY|guyana|guiana|gujana
HK|hong kong sar china|sonderverwaltungsregion hongkong|r.a.s. chinoise de hong kong|rae de hong kong (china)|rae de hong kong|ras di hong kong|hongkong sar van china|hong kong, rae da china|sra hongkong (chiny)|sra hongkong|hong kong|hongkong
HM|heard & mcdonald islands|heard und mcdonaldinseln|iles heard et macdonald|islas heard y mcdonald|isole heard e mcdonald|heard en mcdonaldeilanden|ilhas heard e mcdonald|wyspy heard i mcdonalda
HN|honduras
HR|croatia|kroatien|croatie|croacia|croazia|kroatie|chorwacja
HT|haiti
HU|hungary|ungarn|hongrie|hungria|ungheria|hongarije|wegry
ID|indonesia|indonesien|indonesie|indonezja
IE|ireland|irland|irlande|irlanda|ierland|irlandia|republic of ireland|eire
IL|israel|israele|izrael
IM|isle of man|ile de man|isla de man|isola di man|ilha de man|wyspa man
IN|india|indien|inde|indie
IO|british indian ocean territory|britisches territorium im indischen ozean|territoire britannique de l’ocean indien|territorio britanico del oceano indico|territorio britannico dell’oceano indiano|brits indische oceaanterritorium|territorio britanico do oceano indico|brytyjskie terytorium oceanu indyjskiego
IQ|iraq|irak|iraque
IR|iran|ira
IS|iceland|island|islande|islandia|islanda|ijsland
IT|italy|italien|italie|italia|wlochy
JE|jersey
JM|jamaica|jamaika|jamaique|giamaica|jamajka
JO|jordan|jordanien|jordanie|jordania|giordania
JP|japan|japon|giappone|japao|japonia
KE|kenya|kenia|quenia
KG|kyrgyzstan|kirgisistan|kirghizstan|kirguistan|kirghizistan|kirgizie|quirguistao|kirgistan
KH|cambodia|kambodscha|cambodge|camboya|cambogia|cambodja|camboja|kambodza
KI|kiribati|quiribati
KM|comoros|komoren|comores|comoras|comore|comoren|komory
KN|st. kitts & nevis|st. kitts und nevis|saint christophe et nieves|san cristobal y nieves|saint kitts e nevis|saint kitts en nevis|sao cristovao e nevis|saint kitts i nevis
KP|north korea|nordkorea|coree du nord|corea del norte|corea del nord|noord korea|coreia do norte|korea polnocna
KR|south korea|sudkorea|coree du sud|corea del sur|corea del sud|zuid korea|coreia do sul|korea poludniowa|korea
KW|kuwait|koweit|koeweit|kuwejt
KY|cayman islands|kaimaninseln|iles caimans|islas caiman|isole cayman|kaaimaneilanden|ilhas cayman|kajmany
KZ|kazakhstan|kasachstan|kazajistan|kazakistan|kazachstan|cazaquistao
LA|laos
LB|lebanon|libanon|liban|libano
LC|st. lucia|sainte lucie|santa lucia|saint lucia
LI|liechtenstein
LK|sri lanka
LR|liberia
LS|lesotho|lesoto
LT|lithuania|litauen|lituanie|lituania|litouwen|litwa
LU|luxembourg|luxemburg|luxemburgo|lussemburgo|luksemburg
LV|latvia|lettland|lettonie|letonia|lettonia|letland|lotwa
LY|libya|libyen|libye|libia|libie
MA|morocco|marokko|maroc|marruecos|marocco|marrocos|maroko
MC|monaco|monako
MD|moldova|republik moldau|moldavie|moldavia|moldawia
ME|montenegro|czarnogora
MF|st. martin|saint martin|san martin|sao martinho
MG|madagascar|madagaskar
MH|marshall islands|marshallinseln|iles marshall|islas marshall|isole marshall|marshalleilanden|ilhas marshall|wyspy marshalla
MK|north macedonia|nordmazedonien|macedoine du nord|macedonia del norte|macedonia del nord|noord macedonie|macedonia do norte|macedonia polnocna|macedonia
ML|mali
MM|myanmar (burma)|myanmar|myanmar (birmanie)|myanmar (birmania)|myanmar (birma)|mianmar (birmania)|mianmar|mjanma (birma)|mjanma|burma
MN|mongolia|mongolei|mongolie
MO|macao sar china|sonderverwaltungsregion macau|r.a.s. chinoise de macao|rae de macao (china)|rae de macao|ras di macao|macau sar van china|macau, rae da china|sra makau (chiny)|sra makau|macau|macao
MP|northern mariana islands|nordliche marianen|iles mariannes du nord|islas marianas del norte|isole marianne settentrionali|noordelijke marianen|ilhas marianas do norte|mariany polnocne
MQ|martinique|martinica|martynika
MR|mauritania|mauretanien|mauritanie|mauretania
MS|montserrat
MT|malta|malte
MU|mauritius|maurice|mauricio
MV|maldives|malediven|maldivas|maldive|maldiven|malediwy
MW|malawi|malaui
MX|mexico|mexiko|mexique|messico|meksyk
MY|malaysia|malaisie|malasia|maleisie|malezja
MZ|mozambique|mosambik|mozambico|mocambique|mozambik
NA|namibia|namibie
NC|new caledonia|neukaledonien|nouvelle caledonie|nueva caledonia|nuova caledonia|nieuw caledonie|nova caledonia|nowa kaledonia
NE|niger
NF|norfolk island|norfolkinsel|ile norfolk|isla norfolk|isola norfolk|norfolk|ilha norfolk
NG|nigeria
NI|nicaragua|nikaragua
NL|netherlands|niederlande|pays bas|paises bajos|paesi bassi|nederland|paises baixos|holandia|holland|the netherlands|holanda
NO|norway|norwegen|norvege|noruega|norvegia|noorwegen|norwegia
NP|nepal
NR|nauru
NU|niue
NZ|new zealand|neuseeland|nouvelle zelande|nueva zelanda|nuova zelanda|nieuw zeeland|nova zelandia|nowa zelandia
OM|oman|oma
PA|panama
PE|peru|perou
PF|french polynesia|franzosisch polynesien|polynesie francaise|polinesia francesa|polinesia francese|frans polynesie|polinezja francuska
PG|papua new guinea|papua neuguinea|papouasie nouvelle guinee|papua nueva guinea|papua nuova guinea|papoea nieuw guinea|papua nova guine|papua nowa gwinea
PH|philippines|philippinen|filipinas|filippine|filipijnen|filipiny
PK|pakistan|paquistao
PL|poland|polen|pologne|polonia|polska
PM|st. pierre & miquelon|st. pierre und miquelon|saint pierre et miquelon|san pedro y miquelon|saint pierre e miquelon|saint pierre en miquelon|sao pedro e miquelao|saint pierre i miquelon
PN|pitcairn islands|pitcairninseln|iles pitcairn|islas pitcairn|isole pitcairn|pitcairneilanden|ilhas pitcairn|pitcairn
PR|puerto rico|porto rico|portorico|portoryko
PS|palestinian territories|palastinensische autonomiegebiete|territoires palestiniens|territorios palestinos|territori palestinesi|palestijnse gebieden|terytoria palestynskie
PT|portugal|portogallo|portugalia
PW|palau|palaos
PY|paraguay|paraguai|paragwaj
QA|qatar|katar|catar
RE|reunion|la reunion|riunione|reuniao
RO|romania|rumanien|roumanie|rumania|roemenie|romenia|rumunia
RS|serbia|serbien|serbie|servie|servia
RU|russia|russland|russie|rusia|rusland|rosja|russian federation
RW|rwanda|ruanda
SA|saudi arabia|saudi arabien|arabie saoudite|arabia saudi|arabia saudita|saoedi arabie|arabia saudyjska
SB|solomon islands|salomonen|iles salomon|islas salomon|isole salomone|salomonseilanden|ilhas salomao|wyspy salomona
SC|seychelles|seychellen|seicheles|seszele
SD|sudan|soudan|soedan|sudao
SE|sweden|schweden|suede|suecia|svezia|zweden|szwecja
SG|singapore|singapur|singapour|singapura
SH|st. helena|sainte helene|santa elena|sant’elena|sint helena|santa helena|wyspa swietej heleny
SI|slovenia|slowenien|slovenie|eslovenia|slowenia
SJ|svalbard & jan mayen|spitzbergen und jan mayen|svalbard et jan mayen|svalbard y jan mayen|svalbard e jan mayen|spitsbergen en jan mayen|svalbard i jan mayen
SK|slovakia|slowakei|slovaquie|eslovaquia|slovacchia|slowakije|slowacja|slovak republic
SL|sierra leone|sierra leona|serra leoa
SM|san marino|saint marin
SN|senegal
SO|somalia|somalie
SR|suriname|surinam
SS|south sudan|sudsudan|soudan du sud|sudan del sur|sud sudan|zuid soedan|sudao do sul|sudan poludniowy
ST|sao tome & principe|sao tome und principe|sao tome et principe|santo tome y principe|sao tome e principe|sao tome en principe|wyspy swietego tomasza i ksiazeca
SV|el salvador|salvador|salwador
SX|sint maarten|saint martin (partie neerlandaise)|saint martin
SY|syria|syrien|syrie|siria
SZ|eswatini|esuatini|essuatini
TC|turks & caicos islands|turks  und caicosinseln|iles turques et caiques|islas turcas y caicos|isole turks e caicos|turks  en caicoseilanden|ilhas turcas e caicos|turks i caicos
TD|chad|tschad|tchad|ciad|tsjaad|chade|czad
TF|french southern territories|franzosische sud  und antarktisgebiete|terres australes francaises|territorios australes franceses|terre australi francesi|franse gebieden in de zuidelijke indische oceaan|territorios franceses do sul|francuskie terytoria poludniowe i antarktyczne
TG|togo
TH|thailand|thailande|tailandia|thailandia|tajlandia
TJ|tajikistan|tadschikistan|tadjikistan|tayikistan|tagikistan|tadzjikistan|tadjiquistao|tadzykistan
TK|tokelau
TL|timor leste|timor oriental|timor est|oost timor|timor wschodni
TM|turkmenistan|turcomenistao
TN|tunisia|tunesien|tunisie|tunez|tunesie|tunezja
TO|tonga
TR|turkiye|turkei|turquie|turquia|turchia|turkije|turcja|turkey|tuerkei
TT|trinidad & tobago|trinidad und tobago|trinite et tobago|trinidad y tobago|trinidad e tobago|trinidad en tobago|trynidad i tobago
TV|tuvalu
TW|taiwan|tajwan|taiwan r.o.c
TZ|tanzania|tansania|tanzanie
UA|ukraine|ucrania|ucraina|oekraine|ukraina
UG|uganda|ouganda|oeganda
UM|u.s. outlying islands|amerikanische uberseeinseln|iles mineures eloignees des etats unis|islas menores alejadas de ee. uu|isole minori esterne degli stati uniti|kleine afgelegen eilanden van de verenigde staten|ilhas menores distantes dos eua|dalekie wyspy mniejsze stanow zjednoczonych
US|united states|vereinigte staaten|etats unis|estados unidos|stati uniti|verenigde staten|stany zjednoczone|usa|u.s.a|united states of america|etats unis d amerique|vereinigte staaten von amerika|u.s
UY|uruguay|uruguai|urugwaj
UZ|uzbekistan|usbekistan|ouzbekistan|oezbekistan|uzbequistao
VA|vatican city|vatikanstadt|etat de la cite du vatican|ciudad del vaticano|citta del vaticano|vaticaanstad|cidade do vaticano|watykan
VC|st. vincent & grenadines|st. vincent und die grenadinen|saint vincent et les grenadines|san vicente y las granadinas|saint vincent e grenadine|saint vincent en de grenadines|sao vicente e granadinas|saint vincent i grenadyny
VE|venezuela|wenezuela
VG|british virgin islands|britische jungferninseln|iles vierges britanniques|islas virgenes britanicas|isole vergini britanniche|britse maagdeneilanden|ilhas virgens britanicas|brytyjskie wyspy dziewicze
VI|u.s. virgin islands|amerikanische jungferninseln|iles vierges des etats unis|islas virgenes de ee. uu|isole vergini americane|amerikaanse maagdeneilanden|ilhas virgens americanas|wyspy dziewicze stanow zjednoczonych
VN|vietnam|viet nam|vietna|wietnam
VU|vanuatu
WF|wallis & futuna|wallis und futuna|wallis et futuna|wallis y futuna|wallis e futuna|wallis en futuna|wallis i futuna
WS|samoa
YE|yemen|jemen|iemen
YT|mayotte|majotta
ZA|south africa|sudafrika|afrique du sud|sudafrica|zuid afrika|africa do sul|republika poludniowej afryki
ZM|zambia|sambia|zambie
ZW|zimbabwe|simbabwe|zimbabue
"""

# The three-letter codes that addresses and forms use.
_CODES = """
AFG AF ALB AL DZA DZ AND AD AGO AO ARG AR ARM AM AUS AU AUT AT AZE AZ BHR BH BGD BD BLR BY BEL BE BOL BO BIH BA BRA BR BGR BG KHM KH CMR
CM CAN CA CHL CL CHN CN COL CO CRI CR HRV HR CUB CU CYP CY CZE CZ DNK DK DOM DO ECU EC EGY EG EST EE ETH ET FIN FI FRA FR GEO GE DEU DE
GHA GH GRC GR GTM GT HND HN HKG HK HUN HU ISL IS IND IN IDN ID IRN IR IRQ IQ IRL IE ISR IL ITA IT JAM JM JPN JP JOR JO KAZ KZ KEN KE KOR
KR KWT KW LVA LV LBN LB LBY LY LIE LI LTU LT LUX LU MAC MO MYS MY MLT MT MUS MU MEX MX MDA MD MCO MC MNG MN MNE ME MAR MA NPL NP NLD NL
NZL NZ NIC NI NGA NG NOR NO OMN OM PAK PK PAN PA PRY PY PER PE PHL PH POL PL PRT PT QAT QA ROU RO RUS RU SAU SA SEN SN SRB RS SGP SG SVK
SK SVN SI ZAF ZA ESP ES LKA LK SWE SE CHE CH TWN TW TZA TZ THA TH TUN TN TUR TR UGA UG UKR UA ARE AE GBR GB USA US URY UY UZB UZ VEN VE
VNM VN
""".split()
ALPHA3: dict[str, str] = dict(zip(_CODES[::2], _CODES[1::2], strict=True))

# First-level divisions as addresses write them, by country; those named like a town (Hamburg, Madrid, Utrecht) are left out, as their
# addresses name the town. Written by hand after ISO 3166-2.
_REGIONS = """
AT|burgenland|karnten|niederosterreich|oberosterreich|steiermark|tirol|vorarlberg
AU|new south wales|queensland|south australia|tasmania|victoria|western australia|northern territory
BE|antwerpen|henegouwen|hainaut|limburg|brabant wallon|vlaams brabant|oost vlaanderen|west vlaanderen|luxembourg
BR|acre|alagoas|amapa|amazonas|bahia|ceara|espirito santo|goias|maranhao|mato grosso|mato grosso do sul|minas gerais|para|paraiba|parana|pernambuco|piaui|rio grande do norte|rio grande do sul|rondonia|roraima|santa catarina|sergipe|tocantins
CA|alberta|british columbia|manitoba|new brunswick|newfoundland and labrador|nova scotia|ontario|prince edward island|quebec|saskatchewan|yukon
CH|aargau|graubunden|ticino|thurgau|vaud|valais|wallis
CN|anhui|fujian|gansu|guangdong|guangxi|guizhou|hainan|hebei|heilongjiang|henan|hubei|hunan|jiangsu|jiangxi|jilin|liaoning|shaanxi|shandong|shanxi|sichuan|yunnan|zhejiang
DE|baden wurttemberg|bayern|brandenburg|hessen|mecklenburg vorpommern|niedersachsen|nordrhein westfalen|rheinland pfalz|saarland|sachsen|sachsen anhalt|schleswig holstein|thuringen
ES|andalucia|aragon|asturias|baleares|illes balears|canarias|cantabria|castilla la mancha|castilla y leon|cataluna|catalunya|extremadura|galicia|la rioja|navarra|pais vasco|euskadi
FR|auvergne rhone alpes|bourgogne franche comte|bretagne|centre val de loire|corse|grand est|hauts de france|ile de france|normandie|nouvelle aquitaine|occitanie|pays de la loire|provence alpes cote d'azur
GB|bedfordshire|berkshire|buckinghamshire|cambridgeshire|cheshire|cornwall|cumbria|derbyshire|devon|dorset|essex|gloucestershire|hampshire|hertfordshire|kent|lancashire|leicestershire|lincolnshire|merseyside|middlesex|norfolk|northamptonshire|nottinghamshire|oxfordshire|shropshire|somerset|staffordshire|suffolk|surrey|warwickshire|west midlands|wiltshire|worcestershire|yorkshire
ID|bali|banten|jawa barat|jawa tengah|jawa timur|riau|sulawesi selatan|sumatera utara
IE|co. cork|co. dublin|co. galway|co. kerry|co. kildare|co. limerick|co. mayo|co. wicklow
IN|andhra pradesh|assam|bihar|chhattisgarh|delhi|goa|gujarat|haryana|himachal pradesh|jharkhand|karnataka|kerala|madhya pradesh|maharashtra|odisha|punjab|rajasthan|tamil nadu|telangana|uttar pradesh|uttarakhand|west bengal
IT|abruzzo|basilicata|calabria|campania|emilia romagna|friuli venezia giulia|lazio|liguria|lombardia|marche|molise|piemonte|puglia|sardegna|sicilia|toscana|trentino alto adige|umbria|valle d'aosta|veneto
MX|aguascalientes|baja california|campeche|chiapas|chihuahua|coahuila|colima|durango|guanajuato|guerrero|hidalgo|jalisco|michoacan|morelos|nayarit|nuevo leon|oaxaca|puebla|queretaro|quintana roo|sinaloa|sonora|tabasco|tamaulipas|tlaxcala|veracruz|yucatan|zacatecas
MY|johor|kedah|kelantan|kuala lumpur|labuan|malacca|melaka|negeri sembilan|pahang|penang|pulau pinang|perak|perlis|putrajaya|sabah|sarawak|selangor|terengganu|w.p. kuala lumpur|wp kuala lumpur|wilayah persekutuan
NL|drenthe|flevoland|friesland|gelderland|noord brabant|noord holland|overijssel|zeeland|zuid holland
NZ|canterbury|otago|waikato
PL|dolnoslaskie|kujawsko pomorskie|lubelskie|lubuskie|malopolskie|mazowieckie|opolskie|podkarpackie|podlaskie|pomorskie|slaskie|swietokrzyskie|warminsko mazurskie|wielkopolskie|zachodniopomorskie
PH|batangas|bulacan|cavite|cebu|laguna|metro manila|pampanga|rizal
US|alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|west virginia|wisconsin|wyoming
ZA|eastern cape|free state|gauteng|kwazulu natal|limpopo|mpumalanga|western cape
"""
REGIONS_OF = {line[:2]: frozenset(line.split("|")[1:]) for line in _REGIONS.strip().splitlines()}
REGIONS = frozenset().union(*REGIONS_OF.values())
# How addresses shorten them, where they do; some are two countries'.
STATES = {
    "US": "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD "
    "TN TX UT VT VA WA WV WI WY DC PR".split(),
    "AU": "NSW VIC QLD SA WA TAS ACT NT".split(),
    "CA": "AB BC MB NB NL NS NT ON PE QC SK YT".split(),
}
# What the counties of England are called for short in addresses.
SHORT_COUNTIES = frozenset(
    "beds berks bucks cambs glos hants herts lancs leics lincs middx northants notts oxon salop staffs warks wilts worcs yorks".split()
)
