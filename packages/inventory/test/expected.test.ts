import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_FIELD, readCsv, separatorOf } from '../src/expected/csv.ts'
import { differenceOf } from '../src/expected/difference.ts'
import { readExpected } from '../src/expected/read.ts'
import { MAX_DEPTH, readXml } from '../src/expected/xml.ts'
import { asset, told } from './site.ts'

const rowsOf = (text: string, separator = separatorOf(text)) => {
  const faults: string[] = []
  const rows = [...readCsv(text, separator, ({ line, message }) => faults.push(`${line}: ${message}`))]
  return { rows: rows.map(({ cells }) => cells), faults }
}

describe('CSV', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'ä', ' ', '"', ',', ';', '\n', '\r', '\t', '1'), maxLength: 8 })
  const grid = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 })

  test('what is written by the standard is read back', () => {
    fc.assert(
      fc.property(
        grid,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        (rows, separator, end) => {
          const text = rows.map(row => row.map(one => `"${one.replaceAll('"', '""')}"`).join(separator)).join(end)
          const kept = rows.filter(row => row.some(one => one !== ''))
          expect(rowsOf(text, separator)).toEqual({ rows: kept, faults: [] })
        },
      ),
    )
  })

  test('whatever the bytes are, every row is a row', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 0x2ff }), { maxLength: 400 }), codes => {
        const { rows } = rowsOf(String.fromCharCode(...codes))
        for (const row of rows) expect(row.length).toBeGreaterThan(0)
      }),
    )
  })

  test('the separator is the one that parts the lines alike', () => {
    expect(separatorOf('name;ip\nPumpe, links;10.0.0.1\nPumpe, rechts;10.0.0.2\n')).toBe(';')
    expect(separatorOf('name,ip\n"a;b",10.0.0.1\n')).toBe(',')
    expect(separatorOf('name\tip\na\t10.0.0.1\n')).toBe('\t')
  })

  test('a quote that is never closed does not swallow the file', () => {
    const { rows, faults } = rowsOf(`a,b\n"x,y\n${'c,d\n'.repeat(MAX_FIELD / 2)}`, ',')
    expect(faults).toEqual(['2: a quote is opened and not closed; it is read as plain text'])
    expect(rows.length).toBe(2 + MAX_FIELD / 2)
  })
})

const list = (text: string) => readExpected('list.csv', text)

describe('lists of devices', () => {
  test('columns by title, in any order, in German', () => {
    const text =
      'Anlage Nord;;;\nMAC-Adresse;Gerätename;IP-Adresse (Anlage);Bestell-Nr.\n00-1B-1B-00-00-01;SPS 1;010.000.000.005/24;6ES7 315\n'
    const { devices, faults, format } = list(text)
    expect({ faults, format }).toEqual({ faults: [], format: 'device list' })
    expect(devices).toEqual([
      {
        ...{
          file: 'list.csv',
          line: 3,
          name: 'SPS 1',
          ip: ['10.0.0.5'],
          mac: ['00:1b:1b:00:00:01'],
          orderNumber: '6ES7 315',
        },
        ...{ vendor: null, model: null, serial: null, firmware: null, location: null, instance: null },
      },
    ])
  })

  test('a list without titles is read by what it holds', () => {
    expect(list('pump,10.0.0.1\nvalve,10.0.0.2\n').devices.map(({ name, ip }) => [name, ip])).toEqual([
      ['pump', ['10.0.0.1']],
      ['valve', ['10.0.0.2']],
    ])
  })

  test('what is no address is told with its line, and the rest of the row is used', () => {
    const { devices, faults } = list('name,ip\na,10.0.0.300\nb,n/a\n')
    expect(faults.map(({ line, message }) => `${line}: ${message}`)).toEqual([
      '2: "10.0.0.300" is no IP address; the rest of the row is used',
    ])
    expect(devices.map(({ name }) => name)).toEqual(['a', 'b'])
  })

  test('what holds no devices says what to do', () => {
    expect(list('').faults[0]?.message).toBe('the file is empty')
    expect(list('apples,pears\n1,2\n').faults[0]?.message).toContain('give the columns titles')
  })

  test('BACnet EDE', () => {
    const text =
      '#Engineering-Data-Exchange\nPROJECT_NAME;Tower\n# keyname;device obj.-instance;object-name;object-type;object-instance\n' +
      'k1;101;AHU 1;8;101\nk2;101;Supply temperature;0;1\nk3;102;x;0;1\nk4;?;x;0;1\n'
    const { format, devices, faults } = list(text)
    expect(format).toBe('BACnet EDE')
    expect(devices.map(({ instance, name }) => [instance, name])).toEqual([
      [101, 'AHU 1'],
      [102, null],
    ])
    expect(faults.map(({ line }) => line)).toEqual([7])
  })
})

const gsdml = `<?xml version="1.0" encoding="utf-8"?>
<!-- Hand-written after the GSDML specification 2.4. -->
<ISO15745Profile xmlns="http://www.profibus.com/GSDML/2003/11/DeviceProfile"><ProfileBody>
<DeviceIdentity VendorID="0x002A" DeviceID="0x0A06"><VendorName Value="Siemens &amp; Co"/></DeviceIdentity>
<DeviceFunction><Family MainFamily="Network Components" ProductFamily="SCALANCE XB-200"/></DeviceFunction>
<ApplicationProcess>
<DeviceAccessPointItem ID="d"><ModuleInfo><Name TextId="T1"/><OrderNumber Value="6GK5 208"/></ModuleInfo></DeviceAccessPointItem>
<ModuleItem ID="m"><ModuleInfo><Name TextId="T2"/></ModuleInfo></ModuleItem>
<ExternalTextList><PrimaryLanguage><Text TextId="T1" Value="XB208"/><Text TextId="T2" Value="Port"/></PrimaryLanguage>
<Language xml:lang="de"><Text TextId="T2" Value="Anschluss"/></Language></ExternalTextList>
</ApplicationProcess></ProfileBody></ISO15745Profile>`

const nodeset = `<UANodeSet xmlns="http://opcfoundation.org/UA/2011/03/UANodeSet.xsd">
<NamespaceUris><Uri>urn:press</Uri><Uri>urn:oven</Uri></NamespaceUris>
<UAVariable NodeId="ns=1;i=1" BrowseName="1:a"/><UAVariable NodeId="ns=1;i=2" BrowseName="1:b"/><UAObject NodeId="ns=2;i=1"/></UANodeSet>`

describe('descriptions', () => {
  test('GSDML', () => {
    const { types, faults } = readExpected('x.xml', gsdml)
    expect(faults).toEqual([])
    expect(types).toEqual([
      {
        ...{
          file: 'x.xml',
          kind: 'PROFINET device',
          name: 'SCALANCE XB-200',
          vendor: 'Siemens & Co',
          id: '0x002a/0x0a06',
        },
        ...{ orderNumbers: ['6GK5 208'], modules: [{ name: 'Port', orderNumber: null }], variables: 0 },
      },
    ])
  })

  test('OPC UA NodeSet2', () => {
    expect(readExpected('n.xml', nodeset).types.map(({ id, variables }) => [id, variables])).toEqual([
      ['urn:press', 2],
      ['urn:oven', 0],
    ])
  })

  test('cut anywhere, it says so and never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(gsdml, nodeset),
        fc.nat({ max: 900 }),
        fc.string({ unit: fc.constantFrom('<', '>', '/', '"', '&', '!', 'a', ' ', '='), maxLength: 6 }),
        (text, at, noise) => {
          const broken = readExpected('x.xml', text.slice(0, at) + noise)
          expect(broken.faults.every(({ message }) => message !== '')).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
    expect(readExpected('x.xml', gsdml.slice(0, 400)).faults.length).toBeGreaterThan(0)
  })

  test('nothing hostile is obeyed', () => {
    const last = (text: string) => [...readXml(text)].at(-1)
    expect(last('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toEqual({
      kind: 'fault',
      line: 1,
      message: 'a document type is not read; remove it from the file',
    })
    expect(last('<a>'.repeat(MAX_DEPTH + 1))).toMatchObject({
      kind: 'fault',
      message: `more than ${MAX_DEPTH} elements inside each other`,
    })
    expect([...readXml('<a b="&#x41;&lt;&nope;&#0;"/>')][0]).toMatchObject({
      attributes: new Map([['b', 'A<&nope;&#0;']]),
    })
    expect(last('\n<a>\n</b>')).toEqual({ kind: 'fault', line: 3, message: '</b> closes what was not opened' })
  })
})

describe('expected and heard', () => {
  const plc = asset('plc', {
    ip: ['10.0.0.5'],
    mac: ['00:1b:1b:00:00:01'],
    sources: {
      firmware: [told('V04.01.00')],
      vendor: [told('Siemens AG')],
      name: [told('plc-1')],
      serial: [told('S1')],
    },
  })
  const stranger = asset('stranger', { ip: ['10.0.0.9'] })
  const compare = (text: string) =>
    differenceOf([readExpected('l.csv', text)], {
      assets: [plc, stranger],
      outside: new Set(),
      deviceIdOf: id => (id === 'plc' ? '0x002a/0x0a06' : null),
    })

  test('both ways, with what differs', () => {
    const { heard, unheard, unexpected } = compare(
      'name,ip,mac,vendor,firmware\nplc-1,10.0.0.7,00:1b:1b:00:00:01,Siemens,4.2\ngone,10.0.0.8,,,\n',
    )
    expect(
      heard.map(({ asset: of, by, differs }) => [of, by, differs.map(d => `${d.attribute} ${d.expected}/${d.heard}`)]),
    ).toEqual([['plc', 'mac', ['ip 10.0.0.7/10.0.0.5', 'firmware 4.2/V04.01.00']]])
    expect(unheard.map(({ name, line }) => [name, line])).toEqual([['gone', 3]])
    expect(unexpected).toEqual(['stranger'])
  })

  test('the same version written otherwise is the same', () => {
    for (const firmware of ['4.1', 'V4.1.0', 'FW 04.01']) {
      expect(compare(`name,firmware\nplc-1,${firmware}\n`).heard[0]?.differs).toEqual([])
    }
    expect(compare('name,firmware\nplc-1,V4.10\n').heard[0]?.differs.length).toBe(1)
  })

  test('a serial number holds against another device at the address', () => {
    const { heard } = compare('name,ip,serial\nnew,10.0.0.5,\nold,10.0.0.9,S1\n')
    expect(heard.map(({ device, asset: of, by }) => [device.name, of, by])).toEqual([['old', 'plc', 'serial']])
  })

  test('types', () => {
    const { types } = differenceOf([readExpected('x.xml', gsdml)], {
      assets: [plc],
      outside: new Set(),
      deviceIdOf: () => '0x002a/0x0a06',
    })
    expect(types[0]?.assets).toEqual(['plc'])
  })
})
