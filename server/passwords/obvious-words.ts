/** Words and phrases that Norwegian passwords are made of, in small letters; leaked lists are English and lack them. */
const words = `
passord passordet passordene password hemmelig hemmelighet adgang innlogging logginn logg inn velkommen velkomst nøkkel nokkel tilgang
bruker brukernavn admin administrator konto bank banken sparebank bitcoin krypto crypto ethereum wallet lommebok penger kroner millioner
norge noreg norway norsk norske nordmann viking vikingen vikinger oslo bergen trondheim stavanger drammen kristiansand tromsø tromso
fredrikstad sandnes ålesund alesund skien sarpsborg bodø bodo larvik haugesund hamar lillehammer molde tønsberg tonsberg halden moss
narvik alta harstad kongsberg gjøvik gjovik elverum steinkjer levanger mosjøen nordland rogaland hordaland telemark vestfold østfold
agder finnmark troms svalbard lofoten hardanger sogn fjord fjorden fjell fjellet hytta hytte hyttetur setesdal gudbrandsdalen
fotball fotballen håndball handball ishockey langrenn skihopp skiskyting sykkel sykling brann rosenborg vålerenga valerenga lillestrøm
lillestrom viking glimt bodøglimt bodoglimt odds molde stabæk strømsgodset liverpool arsenal chelsea manchester united barcelona everton
tottenham leeds juventus madrid bayern haaland ødegaard odegaard solskjær solskjaer messi ronaldo northug bjørgen klæbo
sommer sommeren vinter vinteren høst hosten høsten vår våren jula julen julenisse nisse påske paske påsken syttendemai ferie ferien sommerferie
mandag tirsdag onsdag torsdag fredag lørdag lordag søndag sondag januar februar mars april juni juli august september oktober november desember
elsker elskerdeg jegelskerdeg gladideg jegergladideg kjærlighet kjaerlighet skatt skatten vennen kjæreste kjaereste baby engel prinsesse prinsessen
mamma pappa mormor morfar farmor farfar bestemor bestefar bestevenn søster soster bror familie familien barna barnebarn hund hunden valp
katt katten kattepus pusekatt kanin hest hesten hestejente ponni bjørn bjorn ulven elgen reven ørnen løve tiger drage dragen enhjørning
sjokolade kvikklunsj grandiosa pizza taco brunost geitost smash melkesjokolade freia pølse polse kaffe kaffekopp vaffel vafler lefse fårikål
hallo heisann heihei heia heianorge morn morna goddag hadet takk tusentakk værsågod unnskyld ikkesant fordetom akkurat
dritt faen helvete jævla javla satan fanden fitte pikk kuken rumpa ræva idiot dust drittsekk homo
abcæøå æøåabc qwertyå qwertyuiopå asdfghjkløæ aeoeaa æøå alfa beta gamma delta test tester testing testbruker passe ingenting husker husk
huskeikke glemt glemtpassord glemtpassordet mittpassord mittpassordet dittpassord nyttpassord nyttpassordet gammeltpassord passordmitt
hvaerpassordet ingenpassord sikkert sikkerhet sikkertpassord sterktpassord langtpassord vanskelig lett lettpassord enkelt enkeltpassord
tilfeldig hemmeligpassord superhemmelig kjempehemmelig megethemmelig topphemmelig slippmeginn lamegkommeinn sesam sesamsesam åpnesesam
ole lars anders erik kristian morten thomas jonas magnus martin andreas henrik espen øyvind oyvind håkon hakon sindre eirik fredrik
kjetil trond terje tore svein knut harald olav haakon rolf arne bjarne geir jens jan petter per pål paal marius daniel mathias emil oskar
jakob lucas noah filip oliver kari anne ingrid marit liv berit solveig astrid inger randi ragnhild marianne hanne silje kristin camilla
ida emma nora sofie sara maja ella linnea thea julie amalie frida hedda tuva ingeborg sigrid synne vilde malin karoline martine
hansen johansen olsen larsen andersen pedersen nilsen kristiansen jensen karlsen johnsen pettersen eriksen berg haugen hagen johannessen
olanordmann karinordmann askeladden donald donaldduck mikke fantomet olsenbanden flåklypa flaaklypa pippi marius karius baktus
snømann snomann regnbue solskinn solstråle sommerfugl blomst blomster stjerne stjerner måneskinn sjøen havet båten baten seilbåt bilen
volvo toyota tesla audi mercedes harley yamaha honda vinmonopolet equinor statoil telenor posten vipps bankid altinn skatteetaten minside
correcthorsebatterystaple correct horse battery staple letmeinplease iloveyou trustno1 tobeornottobe thisismypassword mypassword newpassword
changeme changeit secret secretpassword default guest welcome login password1 p@ssword
musikk gitar piano trommer metallica slayer abba minecraft fortnite pokemon roblox counterstrike callofduty fifa playstation nintendo
sverige danmark finland island england spania amerika tyskland europa skandinavia jorden verden universet
hjemme huset skolen jobben kontoret arbeid sjefen lærer student russ russetid russ2024 konfirmant bursdag fødselsdag gratulerer
superman batman spiderman starwars harrypotter hogwarts ringenesherre gandalf frodo pokemon pikachu
`

export const obviousWords: readonly string[] = [...new Set(words.split(/\s+/).filter((word) => word.length >= 4))]
