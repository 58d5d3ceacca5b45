extension PasswordPolicy {
    /// Passwords that everybody who guesses tries first, in lower case, all long enough to pass otherwise: digits and
    /// keys in a row, the word itself in several languages, names, teams, seasons.
    static let common: Set<String> = Set(
        """
        00000000 000000000 0000000000 0000aaaa 01234567 0123456789 0987654321 10101010 10203040 102030405060
        11111111 111111111 1111111111 11223344 1122334455 12121212 123123123 123321123 12341234 12344321 12345678
        123456789 1234567890 12345678910 123456789a 1234567a 123456qwerty 1234abcd 1234qwer 123abc123 123qwe123
        123qweasd 123qweasdzxc 13131313 147258369 147852369 159753456 19871987 1a2b3c4d 1g2w3e4r 1q2w3e4r 1q2w3e4r5t
        1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 20202020 22222222 33333333 3rjs1la7qe 44444444 55555555 66666666
        741852963 77777777 789456123 87654321 88888888 888888888 963852741 987654321 9876543210 99999999 a1234567
        a12345678 a123456789 a1b2c3d4 a1b2c3d4e5 aa123456 aa12345678 aaa11111 abc12345 abc123456 abc123abc abcabc123
        abcd1234 abcd12345 abcdefg1 abcdefgh abcdefghi abcdefghij access14 admin123 admin1234 admin12345 adminadmin
        administrator alexander alexander1 alexandra andrew123 android1 anthony1 arsenal1 arsenal123 asd123asd
        asdf1234 asdfasdf asdfgh12 asdfghjk asdfghjkl asdfqwer ashley12 asshole1 autumn2024 autumn2025 barcelona
        baseball baseball1 basketball batman123 benjamin blahblah blink182 blueberry bullshit butterfly butterfly1
        caroline changeit changeme changeme1 changeme123 charlie1 charlie123 charlotte chelsea1 chelsea123 cheyenne
        chocolate chocolate1 christian christopher cinnamon coffee123 computer computer1 contrasena contraseña
        cookie123 correcthorsebatterystaple corvette cupcake1 daniel123 danielle danielle1 database december
        default1 default123 dolphin1 dragon123 dragonball elephant elizabeth facebook facebook1 february fernando
        ferrari1 football football1 fortnite francisco friday123 fuckyou! fuckyou1 fuckyou2 g_czechout gabriela
        george123 ginger12 gmail123 goodluck google123 greenday guest123 guestguest hannah12 harley123 hello123
        hello1234 hellohello helloworld hockey123 ilovegod ilovejesus iloveu123 iloveyou iloveyou! iloveyou1
        iloveyou2 indonesia internet internet1 iphone123 ironman1 isabella january1 jennifer jennifer1 jessica1
        jonathan jordan123 jordan23 joseph12 juventus lastfm123 letmein! letmein1 letmein123 linkedin liverpool
        liverpool1 login123 loginlogin lovelove lovely12 loveme123 loveyou1 malaysia manchester master123
        mastermaster matthew1 mercedes metallica michael1 michelle michelle1 microsoft midnight midnight1 minecraft
        monday123 monkey12 monkey123 motdepasse motorola1 mustang1 mypassword newpassword nicholas nintendo nirvana1
        nopassword nothing1 november opensesame p@ssw0rd p@ssw0rd1 p@ssword pa$$w0rd pa$$word pakistan panther1
        parola123 passpass passport passw0rd passw0rd! passw0rd1 password password! password01 password1 password1!
        password12 password123 password1234 password12345 password123456 password2 passwort passwort1 patricia
        patrick1 pepper12 philippines pikachu1 pineapple playstation pokemon1 pokemon123 porsche1 postgres
        postgresql princesa princess princess1 q123456789 q1w2e3r4 q1w2e3r4t5 q1w2e3r4t5y6 qazwsx123 qazwsxedc
        qazxswedc qweasd123 qweasdzxc qweqweqwe qwer1234 qwerasdf qwerasdfzxcv qwerty12 qwerty123 qwerty1234
        qwerty12345 qwerty123456 qwerty321 qwertyqwerty qwertyui qwertyuio qwertyuiop rainbow1 realmadrid ricardo1
        robert123 roblox123 rodrigo1 root1234 rootroot salasana samantha samsung1 samsung123 scorpion sebastian
        secret12 secret123 security security1 september shadow12 shadow123 slipknot snickers soccer12 soccer123
        softball something spiderman spring2024 spring2025 startrek startrek1 starwars starwars1 stephanie
        strawberry summer2020 summer2021 summer2022 summer2023 summer2024 summer2025 sunshine sunshine1 superman
        superman1 supersecret superuser temp1234 temporary test1234 test12345 testing1 testing123 testpassword
        testtest thepassword thomas123 tiger123 tigger12 toor1234 topsecret trustno1 trustno1! twitter1 user1234
        username valentina veronica victoria volleyball w1234567 wachtwoord welcome! welcome1 welcome1! welcome12
        welcome123 whatever whatever1 william1 windows10 winter2020 winter2021 winter2022 winter2023 winter2024
        winter2025 x4ivyga51f yamaha123 yourpassword youtube1 zaq12wsx zaq1xsw2 zaq1zaq1 zxcvbnm, zxcvbnm1
        zxcvbnm123 zxcvzxcv
        """.split { $0.isWhitespace }.map(String.init))
}
