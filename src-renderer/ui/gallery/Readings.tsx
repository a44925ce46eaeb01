import Inbox from 'lucide-react/icons/inbox';
import { INCIDENT_STATUSES } from '../../../src-shared/model/incident.ts';
import { PRIORITIES } from '../../../src-shared/model/priority.ts';
import { Avatar } from '../Avatar.tsx';
import { Bar } from '../Bar.tsx';
import { Button } from '../Button.tsx';
import { CodeBlock } from '../CodeBlock.tsx';
import { DefinitionList } from '../DefinitionList.tsx';
import { EmptyState } from '../EmptyState.tsx';
import { ErrorState } from '../ErrorState.tsx';
import { Kbd } from '../Kbd.tsx';
import { KeyList } from '../KeyList.tsx';
import { Mark } from '../Mark.tsx';
import { PriorityBadge } from '../PriorityBadge.tsx';
import { ProgressBar } from '../ProgressBar.tsx';
import { Skeleton } from '../Skeleton.tsx';
import { Sparkline } from '../Sparkline.tsx';
import { StateMark } from '../StateMark.tsx';
import { StatusDot } from '../StatusDot.tsx';
import { StatusPill } from '../StatusPill.tsx';
import { Ticking } from '../Ticking.tsx';
import { TimeChart } from '../TimeChart.tsx';
import { TimeLeft } from '../TimeLeft.tsx';
import { WaitingMark } from '../WaitingMark.tsx';
import styles from './Gallery.module.css';
import { Specimen } from './Specimen.tsx';

const STATUS = { triggered: 'déclenché', acknowledged: 'acquitté', resolved: 'résolu', closed: 'clos' };

const SIZES = [80, 82, 81, undefined, 86, 88, 87];

/** What only shows. */
export function Readings() {
  return (
    <>
      <Specimen name="PriorityBadge">
        <div className={styles.row}>
          {PRIORITIES.map((priority) => (
            <PriorityBadge key={priority} priority={priority} />
          ))}
        </div>
      </Specimen>
      <Specimen name="StatusPill">
        <div className={styles.row}>
          {INCIDENT_STATUSES.map((status) => (
            <StatusPill key={status} status={status}>
              {STATUS[status]}
            </StatusPill>
          ))}
        </div>
      </Specimen>
      <Specimen name="TimeLeft">
        <div className={styles.stack}>
          <TimeLeft urgency="ok" fraction={0.3}>
            2 h 51
          </TimeLeft>
          <TimeLeft urgency="soon" fraction={0.88}>
            18 min
          </TimeLeft>
          <TimeLeft urgency="breached" fraction={1}>
            −1:42
          </TimeLeft>
          <TimeLeft urgency="paused" fraction={0.5}>
            en pause
          </TimeLeft>
          <TimeLeft urgency="met" fraction={0.4}>
            tenue
          </TimeLeft>
        </div>
      </Specimen>
      <Specimen name="Bar, Ticking">
        <div className={styles.stack}>
          {(['ok', 'going', 'soon', 'breached', 'paused', 'met'] as const).map((tone, at) => (
            <Bar key={tone} tone={tone} fraction={0.3 + at * 0.12} />
          ))}
          <p>
            Il reste <Ticking>8:40</Ticking> pour résoudre.
          </p>
        </div>
      </Specimen>
      <Specimen name="Avatar, Kbd, WaitingMark, Mark">
        <div className={styles.row}>
          <Mark size={28} />
          <Avatar name="Nadia Lopez" />
          <Avatar name="Vous" onDuty />
          <Avatar name="" />
          <Kbd>A</Kbd>
          <Kbd>Ctrl K</Kbd>
          <Kbd>Enter</Kbd>
          <WaitingMark>en attente</WaitingMark>
        </div>
      </Specimen>
      <Specimen name="DefinitionList">
        <DefinitionList
          items={[
            { id: 'escalation', term: 'Escalade', value: 'niveau 2 dans 12 min sans activité' },
            { id: 'assignee', term: 'Responsable', value: 'Vous' },
            { id: 'service', term: 'Service', value: 'api-paiement' },
          ]}
        />
      </Specimen>
      <Specimen name="ProgressBar">
        <ProgressBar label="Réponse immédiate" done={5} total={7} text="5 sur 7" />
        <ProgressBar isCompact label="Avancement" done={7} total={7} text="7 sur 7" />
      </Specimen>
      <Specimen name="EmptyState">
        <EmptyState
          icon={<Inbox aria-hidden />}
          title="Rien d’ouvert"
          actions={<Button keys="C">Ouvrir un incident</Button>}
        >
          Aucune alerte depuis 6 heures. La prochaine apparaîtra ici d’elle-même.
        </EmptyState>
      </Specimen>
      <Specimen name="ErrorState">
        <ErrorState
          title="Cette page ne s’affiche pas"
          detail="TypeError: x is undefined"
          actions={<Button>Recharger</Button>}
        >
          Le reste de la console fonctionne.
        </ErrorState>
      </Specimen>
      <Specimen name="Skeleton">
        <Skeleton label="Lecture" lines={3} />
      </Specimen>
      <Specimen name="CodeBlock">
        <CodeBlock label="Réglage d’Alertmanager">
          {
            'receivers:\n  - name: vigie\n    webhook_configs:\n      - url: http://127.0.0.1:8080/intake/alertmanager/…'
          }
        </CodeBlock>
      </Specimen>
      <Specimen name="StatusDot">
        <div className={styles.row}>
          <StatusDot tone="ok" /> à jour
          <StatusDot tone="busy" /> en cours
          <StatusDot tone="warn" /> muet
          <StatusDot tone="failed" /> perdu
          <StatusDot tone="off" /> éteint
        </div>
      </Specimen>
      <Specimen name="StateMark">
        <div className={styles.row}>
          <StateMark shape="dashed" tone="off">
            nouvelle
          </StateMark>
          <StateMark shape="full" tone="ok">
            à l’heure
          </StateMark>
          <StateMark shape="half" tone="busy">
            en cours
          </StateMark>
          <StateMark shape="diamond" tone="due">
            en retard
          </StateMark>
          <StateMark shape="square" tone="failed">
            en panne
          </StateMark>
          <StateMark shape="bars" tone="off">
            en pause
          </StateMark>
          <StateMark shape="struck" tone="off">
            laissée
          </StateMark>
        </div>
      </Specimen>
      <Specimen name="Sparkline">
        <div className={styles.row}>
          <Sparkline values={[12, 14, 13, 18, 17, 26]} limit={20} label="Durées de 6 exécutions" />
        </div>
      </Specimen>
      <Specimen name="TimeChart">
        <TimeChart
          label="Tailles de 7 sauvegardes, d’abord 80 Go"
          points={SIZES.map((value, at) => ({
            id: String(at),
            at: at * 86_400_000,
            value,
            tone: value === undefined ? 'failed' : undefined,
            title: value === undefined ? 'Échec' : `${value} Go`,
          }))}
          limit={{ value: 60, label: 'minimum 60 Go' }}
          writeValue={(value) => `${value} Go`}
          writeTime={(at) => `${1 + at / 86_400_000} janv.`}
        />
      </Specimen>
      <Specimen name="KeyList">
        <KeyList
          groups={[
            {
              label: 'Incident',
              items: [
                { id: 'a', label: 'Acquitter', keys: ['A'] },
                { id: 'r', label: 'Procédure', keys: ['R'] },
              ],
            },
            {
              label: 'Aller',
              items: [
                { id: 'b', label: 'Quart', keys: ['G', 'B'] },
                { id: 'k', label: 'Palette', keys: ['Ctrl K'] },
              ],
            },
          ]}
        />
      </Specimen>
    </>
  );
}
