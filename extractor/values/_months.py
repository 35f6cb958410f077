"""Names and abbreviations of the months in English, German, French, Spanish, Italian, Dutch, Portuguese and Polish.

Folded (see _fold); wide and abbreviated, formatted and standing alone, after Unicode CLDR, with the abbreviations that
pages use beside it. No name means two months. Importing CLDR's own library at run time would cost more than a whole page.
"""

from __future__ import annotations

_NAMES = """
1 ene enero gen gennaio jan janeiro janner january januari januar janv janvier sty styczen stycznia jnr jany genn
2 feb febbraio febrero febr februar februari february fev fevereiro fevr fevrier lut lutego luty feber febbr
3 maart mar marca march marco mars marz marzec marzo mrt mrz maerz mrch
4 abr abril apr april aprile avr avril kwi kwiecien kwietnia aprl
5 mag maggio mai maio maj maja may mayo mei magg
6 cze czerwca czerwiec giu giugno juin jun june junho juni junio giug czerw
7 juil juillet jul julho juli julio july lip lipca lipiec lug luglio jly lugl
8 ago agosto aout aug august augustus sie sierpien sierpnia agto sierp
9 sep sept september septembre septiembre set setembro settembre wrz wrzesien wrzesnia setiembre sett
10 oct october octobre octubre okt oktober ott ottobre out outubro paz pazdziernik pazdziernika octo pazdz
11 lis listopad listopada nov november novembre novembro noviembre
12 dec december decembre dez dezember dezembro dic dicembre diciembre gru grudnia grudzien decem grudz
"""

MONTHS: dict[str, int] = {name: int(number) for number, *names in (line.split() for line in _NAMES.strip().splitlines()) for name in names}
