/** The page stands alone: no script, no font, no picture from elsewhere. */
export const styleOf = (accent: string): string => `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0 auto;max-width:60rem;padding:1.5rem;font:15px/1.5 "IBM Plex Sans",system-ui,sans-serif;color:#16202a;background:#fff}
header{display:flex;gap:.75rem;align-items:center;border-bottom:3px solid ${accent};padding-bottom:.6rem;margin-bottom:1rem}
header img{height:32px;max-width:160px;object-fit:contain}
header span{margin-left:auto;color:#5b6773;font-size:.85rem;text-align:right}
h1{font-size:1.6rem;margin:.6rem 0}h2{font-size:1.2rem;margin:1.6rem 0 .4rem}h3{font-size:1rem;margin:1rem 0 .3rem}
p{margin:.4rem 0}.strong{font-weight:600}.small{color:#5b6773;font-size:.88rem}
.notice{border-left:4px solid #8a5a00;color:#8a5a00;font-weight:600;padding:.1rem .8rem}
.frame{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.9rem;margin:.4rem 0}
th{background:#eef2f5;text-align:left}th,td{padding:.35rem .5rem;border-bottom:1px solid #b8c1c9;vertical-align:top;overflow-wrap:anywhere}
th{overflow-wrap:normal}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.7rem;margin:.6rem 0;padding:0}
.figures div{background:#eef2f5;padding:.5rem .7rem}.figures dt{color:#5b6773;font-size:.82rem}
.figures dd{margin:0;font-size:1.25rem;font-weight:600}.figures small{display:block;color:#5b6773;font-size:.78rem;font-weight:400}
figure{margin:.6rem 0}svg{width:100%;height:auto;font-family:inherit}sup a{color:#1f4e79}
dl.facts{display:grid;grid-template-columns:minmax(8rem,14rem) 1fr;gap:.2rem 1rem}dl.facts dt{font-weight:600}dl.facts dd{margin:0}
ol.sources{font-size:.85rem;overflow-wrap:anywhere}footer{margin-top:2rem;color:#5b6773;font-size:.82rem}
@media print{body{max-width:none;padding:0}}
`
