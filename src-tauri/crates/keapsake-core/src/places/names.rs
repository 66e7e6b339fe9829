//! What regions and countries are called besides their names in Keap: by the metadata's names in
//! their own languages, and by short lists of what people write.
//!
//! Gives ISO codes; whether Keap lists one is decided in `repair`.

use std::sync::LazyLock;

use super::{format, letters};

/// One region: its ISO 3166-2 code and the keys of its names.
struct Region {
    code: &'static str,
    keys: Vec<String>,
}

static REGIONS: LazyLock<Vec<Region>> = LazyLock::new(|| {
    include_str!("../../data/regions.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (code, names) = line.split_once('\t')?;
            let keys = names.split('\t').map(letters::key).collect();
            Some(Region { code, keys })
        })
        .collect()
});

/// The codes, without the country, of the regions that are called so.
pub(super) fn regions(alpha2: &str, key: &str) -> Vec<&'static str> {
    let inside = |code: &'static str| {
        code.split_once('-')
            .filter(|(country, _)| *country == alpha2)
            .map(|(_, rest)| rest)
    };
    let written = WRITTEN
        .iter()
        .filter(|(_, keys)| keys.split(' ').any(|it| it == key))
        .filter_map(|(code, _)| inside(code));
    let mut found: Vec<_> = REGIONS
        .iter()
        .filter(|region| region.keys.iter().any(|it| it == key))
        .filter_map(|region| inside(region.code))
        .chain(written)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The keys of a region's names.
pub(super) fn of_region(alpha2: &str, code: &str) -> &'static [String] {
    REGIONS
        .iter()
        .find(|region| region.code.split_once('-') == Some((alpha2, code)))
        .map(|region| region.keys.as_slice())
        .unwrap_or_default()
}

/// The alpha-2 code of the country that is called so.
pub(super) fn country(key: &str) -> Option<&'static str> {
    COUNTRIES
        .iter()
        .find(|(_, keys)| keys.split(' ').any(|it| it == key))
        .map(|(alpha2, _)| *alpha2)
        .or_else(|| format::named(key))
}

/// Abbreviations that are not simply a name's beginning, or the beginning of several.
const WRITTEN: [(&str, &str); 41] = [
    ("US-AL", "ala"),
    ("US-AR", "ark"),
    ("US-CA", "cal calif"),
    ("US-DC", "washingtondc washdc"),
    ("US-FL", "fla"),
    ("US-MS", "miss"),
    ("US-NC", "ncar ncarolina nocarolina"),
    ("US-ND", "ndak ndakota nodakota"),
    ("US-NH", "nhamp nhampshire"),
    ("US-NJ", "njersey"),
    ("US-NM", "nmex nmexico"),
    ("US-PA", "penna"),
    ("US-SC", "scar scarolina socarolina"),
    ("US-SD", "sdak sdakota sodakota"),
    ("US-WV", "wva wvirginia westva"),
    ("CA-AB", "alta"),
    ("CA-MB", "man"),
    ("CA-NL", "nf nfld newfoundland labrador"),
    ("CA-NT", "nwt"),
    ("CA-PE", "pei"),
    ("CA-QC", "pq que"),
    ("CA-YT", "yukonterritory"),
    ("AU-WA", "westaustralia"),
    ("GB-BKM", "bucks"),
    ("GB-CAM", "cambs"),
    ("GB-DBY", "derbys"),
    ("GB-GLS", "glos gloucs"),
    ("GB-HAM", "hants"),
    ("GB-HRT", "herts"),
    ("GB-LAN", "lancs"),
    ("GB-LEC", "leics"),
    ("GB-LIN", "lincs"),
    ("GB-NTH", "northants"),
    ("GB-NTT", "notts"),
    ("GB-OXF", "oxon"),
    ("GB-STS", "staffs"),
    ("GB-WAR", "warks"),
    ("GB-WIL", "wilts"),
    ("GB-WOR", "worcs"),
    ("IN-OR", "orissa"),
    ("IN-UT", "uttaranchal"),
];

/// What people call countries besides their English names.
const COUNTRIES: [(&str, &str); 50] = [
    ("AE", "uae emirates theemirates vae"),
    ("AR", "argentinien argentine"),
    ("AT", "osterreich oesterreich autriche"),
    ("AU", "australien australie"),
    ("BE", "belgien belgique belgie"),
    ("BR", "brasil brasilien bresil"),
    ("CA", "kanada"),
    (
        "CD",
        "drc drcongo congokinshasa democraticrepublicofthecongo",
    ),
    ("CG", "congobrazzaville republicofthecongo"),
    ("CH", "schweiz suisse svizzera swiss suiza"),
    ("CI", "ivorycoast cotedivoire"),
    ("CN", "prc peoplesrepublicofchina zhongguo chine 中国"),
    ("CV", "capeverde caboverde"),
    (
        "CZ",
        "czechrepublic czechia cesko ceskarepublika tschechien",
    ),
    (
        "DE",
        "deutschland allemagne alemania germania duitsland brd",
    ),
    ("DK", "danmark danemark"),
    ("ES", "espana spanien espagne"),
    ("FI", "suomi finnland finlande"),
    ("FR", "frankreich francia"),
    (
        "GB",
        "uk greatbritain britain england scotland wales northernireland",
    ),
    ("GR", "hellas griechenland ellada"),
    ("HK", "hongkongsar hongkong"),
    ("HR", "hrvatska kroatien"),
    ("HU", "magyarorszag ungarn hongrie"),
    ("IE", "eire republicofireland roi southernireland irland"),
    ("IN", "indien inde bharat"),
    ("IR", "iran persia"),
    ("IT", "italia italien italie"),
    ("JP", "nippon nihon japon 日本"),
    ("KP", "northkorea dprk"),
    ("KR", "korea southkorea republicofkorea rok"),
    ("LA", "laos"),
    ("MD", "moldova"),
    ("MK", "macedonia northmacedonia republicofmacedonia"),
    ("MM", "burma"),
    ("MX", "mexiko mexique"),
    ("NL", "holland niederlande paysbas nederland paisesbajos"),
    ("NO", "norge norwegen norvege"),
    ("NZ", "aotearoa neuseeland"),
    ("PL", "polska polen pologne"),
    ("PT", "portogallo"),
    ("RU", "russia rossiya russland russie россия"),
    ("SE", "sverige schweden suede"),
    ("SZ", "eswatini swaziland"),
    ("TR", "turkey turkiye turkei"),
    ("TW", "taiwan republicofchina"),
    ("UA", "ukraina ukrayina"),
    (
        "US",
        "usa us america unitedstatesofamerica theus thestates usofa eeuu estadosunidos etatsunis",
    ),
    ("VN", "vietnam"),
    ("ZA", "rsa sudafrika suedafrika southafrica"),
];

/// Every code and key of the lists above, for tests that look them through.
#[cfg(test)]
pub(super) fn written() -> impl Iterator<Item = (&'static str, &'static str)> {
    WRITTEN.into_iter().chain(COUNTRIES)
}

/// Every region of the metadata with its keys, for tests.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static [String])> {
    REGIONS.iter().map(|it| (it.code, it.keys.as_slice()))
}
