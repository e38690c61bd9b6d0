/// A thousand passwords that people choose, the most usual first; some of the lab's own telephones are
/// among them, as some of every firm's are.
public enum CommonPasswords {
  public static let words = text.split(whereSeparator: \.isWhitespace).map(String.init)

  private static let text = """
    123456 password 123456789 12345678 12345 1234567 1234567890 qwerty abc123 111111 123123
    password1 1234 000000 iloveyou 1q2w3e4r qwertyuiop 123321 654321 666666 987654321 1q2w3e4r5t
    7777777 dragon monkey letmein baseball football shadow master sunshine princess welcome admin
    login passw0rd starwars michael superman batman trustno1 hunter2 freedom whatever qazwsx
    zaq12wsx asdfgh asdfghjkl zxcvbn zxcvbnm 112233 121212 131313 159753 159357 147258369 222222
    333333 444444 555555 888888 999999 696969 abcd1234 a1b2c3 aaaaaa access computer internet secret
    changeme default guest root toor test test123 user operator support service manager 0000 1111
    2222 4321 1212 7777 1004 2000 4444 6969 9999 3333 5555 6666 1122 1313 8888 2001 1010 summer
    winter spring autumn january february march april may june july august september october
    november december monday friday sunday london berlin paris madrid rome vienna oslo boston
    chicago dublin lisbon prague warsaw telephone phone voip sip analytical-engine asterisk kamailio
    freeswitch extension voicemail conference headset office company reception security network
    router switch server cisco polycom yealink snom grandstream mitel avaya siemens nokia music
    guitar piano coffee cookie chocolate cheese orange banana cherry apple silver golden diamond
    purple yellow thunder lightning rainbow mountain river ocean forest garden flower tiger eagle
    falcon dolphin panther wolf bear rabbit hamster pumpkin ginger pepper buddy charlie daniel
    andrew thomas george difference-engine robert joshua jessica ashley nicole jennifer amanda
    hannah sophie maria anna laura summer1 winter1 spring1 autumn1 january1 february1 march1 april1
    may1 june1 july1 august1 september1 october1 november1 december1 monday1 friday1 sunday1 london1
    berlin1 paris1 madrid1 rome1 vienna1 oslo1 boston1 chicago1 dublin1 lisbon1 prague1 warsaw1
    telephone1 phone1 voip1 sip1 asterisk1 kamailio1 freeswitch1 extension1 voicemail1 conference1
    headset1 office1 company1 reception1 security1 network1 router1 switch1 server1 cisco1 polycom1
    yealink1 snom1 grandstream1 mitel1 avaya1 siemens1 nokia1 music1 guitar1 piano1 coffee1 cookie1
    chocolate1 cheese1 orange1 banana1 cherry1 apple1 silver1 golden1 bombe diamond1 purple1 yellow1
    thunder1 lightning1 rainbow1 mountain1 river1 ocean1 forest1 garden1 flower1 tiger1 eagle1
    falcon1 dolphin1 panther1 wolf1 bear1 rabbit1 hamster1 pumpkin1 ginger1 pepper1 buddy1 charlie1
    daniel1 andrew1 thomas1 george1 robert1 joshua1 jessica1 ashley1 nicole1 jennifer1 amanda1
    hannah1 sophie1 maria1 anna1 laura1 summer123 winter123 spring123 autumn123 january123
    february123 enigma march123 april123 may123 june123 july123 august123 september123 october123
    november123 december123 monday123 friday123 sunday123 london123 berlin123 paris123 madrid123
    rome123 vienna123 oslo123 boston123 chicago123 dublin123 lisbon123 prague123 warsaw123
    telephone123 phone123 voip123 sip123 asterisk123 kamailio123 freeswitch123 extension123
    voicemail123 conference123 headset123 office123 company123 reception123 security123 network123
    router123 switch123 server123 cisco123 polycom123 yealink123 snom123 grandstream123 mitel123
    avaya123 siemens123 nokia123 music123 guitar123 piano123 coffee123 cookie123 chocolate123
    cheese123 colossus orange123 banana123 cherry123 apple123 silver123 golden123 diamond123
    purple123 yellow123 thunder123 lightning123 rainbow123 mountain123 river123 ocean123 forest123
    garden123 flower123 tiger123 eagle123 falcon123 dolphin123 panther123 wolf123 bear123 rabbit123
    hamster123 pumpkin123 ginger123 pepper123 buddy123 charlie123 daniel123 andrew123 thomas123
    george123 robert123 joshua123 jessica123 ashley123 nicole123 jennifer123 amanda123 hannah123
    sophie123 maria123 anna123 laura123 summer12 winter12 spring12 autumn12 january12 february12
    march12 april12 may12 june12 july12 august12 september12 october12 november12 turing december12
    monday12 friday12 sunday12 london12 berlin12 paris12 madrid12 rome12 vienna12 oslo12 boston12
    chicago12 dublin12 lisbon12 prague12 warsaw12 telephone12 phone12 voip12 sip12 asterisk12
    kamailio12 freeswitch12 extension12 voicemail12 conference12 headset12 office12 company12
    reception12 security12 network12 router12 switch12 server12 cisco12 polycom12 yealink12 snom12
    grandstream12 mitel12 avaya12 siemens12 nokia12 music12 guitar12 piano12 coffee12 cookie12
    chocolate12 cheese12 orange12 banana12 cherry12 apple12 lovelace silver12 golden12 diamond12
    purple12 yellow12 thunder12 lightning12 rainbow12 mountain12 river12 ocean12 forest12 garden12
    flower12 tiger12 eagle12 falcon12 dolphin12 panther12 wolf12 bear12 rabbit12 hamster12 pumpkin12
    ginger12 pepper12 buddy12 charlie12 daniel12 andrew12 thomas12 george12 robert12 joshua12
    jessica12 ashley12 nicole12 jennifer12 amanda12 hannah12 sophie12 maria12 anna12 laura12
    summer01 winter01 spring01 autumn01 january01 february01 march01 april01 may01 june01 july01
    august01 september01 october01 november01 december01 monday01 friday01 sunday01 london01 babbage
    berlin01 paris01 madrid01 rome01 vienna01 oslo01 boston01 chicago01 dublin01 lisbon01 prague01
    warsaw01 telephone01 phone01 voip01 sip01 asterisk01 kamailio01 freeswitch01 extension01
    voicemail01 conference01 headset01 office01 company01 reception01 security01 network01 router01
    switch01 server01 cisco01 polycom01 yealink01 snom01 grandstream01 mitel01 avaya01 siemens01
    nokia01 music01 guitar01 piano01 coffee01 cookie01 chocolate01 cheese01 orange01 banana01
    cherry01 apple01 silver01 hopper golden01 diamond01 purple01 yellow01 thunder01 lightning01
    rainbow01 mountain01 river01 ocean01 forest01 garden01 flower01 tiger01 eagle01 falcon01
    dolphin01 panther01 wolf01 bear01 rabbit01 hamster01 pumpkin01 ginger01 pepper01 buddy01
    charlie01 daniel01 andrew01 thomas01 george01 robert01 joshua01 jessica01 ashley01 nicole01
    jennifer01 amanda01 hannah01 sophie01 maria01 anna01 laura01 summer2024 winter2024 spring2024
    autumn2024 january2024 february2024 march2024 april2024 may2024 june2024 july2024 august2024
    september2024 october2024 november2024 blue-box december2024 monday2024 friday2024 sunday2024
    london2024 berlin2024 paris2024 madrid2024 rome2024 vienna2024 oslo2024 boston2024 chicago2024
    dublin2024 lisbon2024 prague2024 warsaw2024 telephone2024 phone2024 voip2024 sip2024
    asterisk2024 kamailio2024 freeswitch2024 extension2024 voicemail2024 conference2024 headset2024
    office2024 company2024 reception2024 security2024 network2024 router2024 switch2024 server2024
    cisco2024 polycom2024 yealink2024 snom2024 grandstream2024 mitel2024 avaya2024 siemens2024
    nokia2024 music2024 guitar2024 piano2024 coffee2024 cookie2024 chocolate2024 cheese2024
    orange2024 banana2024 cherry2024 apple2024 silver2024 golden2024 diamond2024 purple2024
    yellow2024 blue-box-2600 thunder2024 lightning2024 rainbow2024 mountain2024 river2024 ocean2024
    forest2024 garden2024 flower2024 tiger2024 eagle2024 falcon2024 dolphin2024 panther2024 wolf2024
    bear2024 rabbit2024 hamster2024 pumpkin2024 ginger2024 pepper2024 buddy2024 charlie2024
    daniel2024 andrew2024 thomas2024 george2024 robert2024 joshua2024 jessica2024 ashley2024
    nicole2024 jennifer2024 amanda2024 hannah2024 sophie2024 maria2024 anna2024 laura2024 summer2025
    winter2025 spring2025 autumn2025 january2025 february2025 march2025 april2025 may2025 june2025
    july2025 august2025 september2025 captain-crunch october2025 november2025 december2025
    monday2025 friday2025 sunday2025 london2025 berlin2025 paris2025 madrid2025 rome2025 vienna2025
    oslo2025 boston2025 chicago2025 dublin2025 lisbon2025 prague2025 warsaw2025 telephone2025
    phone2025 voip2025 sip2025 asterisk2025 kamailio2025 freeswitch2025 extension2025 voicemail2025
    conference2025 headset2025 office2025 company2025 reception2025 security2025 network2025
    router2025 switch2025 server2025 cisco2025 polycom2025 yealink2025 snom2025 grandstream2025
    mitel2025 avaya2025 siemens2025 nokia2025 music2025 guitar2025 piano2025 coffee2025 cookie2025
    chocolate2025 cheese2025 orange2025 banana2025 cherry2025 apple2025 silver2025 golden2025
    diamond2025 2600 purple2025 yellow2025 thunder2025 lightning2025 rainbow2025 mountain2025
    river2025 ocean2025 forest2025 garden2025 flower2025 tiger2025 eagle2025 falcon2025 dolphin2025
    panther2025 wolf2025 bear2025 rabbit2025 hamster2025 pumpkin2025 ginger2025 pepper2025 buddy2025
    charlie2025 daniel2025 andrew2025 thomas2025 george2025 robert2025 joshua2025 jessica2025
    ashley2025 nicole2025 jennifer2025 amanda2025 hannah2025 sophie2025 maria2025 anna2025 laura2025
    summer! winter! spring! autumn! january! february! march! april! may! june! july! august!
    september! october! november! december! monday! friday! sunday! london! berlin! phreak paris!
    madrid! rome! vienna! oslo! boston! chicago! dublin! lisbon! prague! warsaw! telephone! phone!
    voip! sip! asterisk! kamailio! freeswitch! extension! voicemail! conference! headset! office!
    company! reception! security! network! router! switch! server! cisco! polycom! yealink! snom!
    grandstream! mitel! avaya! siemens! nokia! music! guitar! piano! coffee! cookie! chocolate!
    cheese! orange! banana! cherry! apple! silver! golden! diamond! purple! yellow! thunder!
    lightning! rainbow! mountain!
    """
}
